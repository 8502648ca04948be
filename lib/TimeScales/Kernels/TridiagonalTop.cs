namespace TimeScales.Kernels;

/// <summary>The largest eigenvalue of a growing symmetric tridiagonal matrix, its vector and its Lanczos residual.</summary>
/// <remarks>Laguerre's method on the characteristic polynomial from an upper bound: for a polynomial with real roots only it
/// falls monotonically and cubically to the largest (Parlett, The Symmetric Eigenvalue Problem, §4.5 and §7.5).</remarks>
internal sealed class TridiagonalTop(int mostRows)
{
    private const int MostIterations = 100;

    private readonly double[] diagonal = new double[mostRows];
    private readonly double[] below = new double[mostRows];
    private readonly double[] vector = new double[mostRows];

    /// <summary>Number of rows so far.</summary>
    public int Length { get; private set; }

    /// <summary>The last element below the diagonal: the coupling to the row that would come next.</summary>
    public double LastBelow => below[Length - 1];

    /// <summary>The largest diagonal element, a lower bound of the top.</summary>
    public double LargestDiagonal { get; private set; }

    /// <summary>The largest eigenvalue found by <see cref="FindTop"/>.</summary>
    public double Top { get; private set; }

    /// <summary>|last below| · |last component of the unit vector|: the residual of the leading Lanczos pair.</summary>
    public double Residual { get; private set; }

    /// <summary>The unit eigenvector.</summary>
    public ReadOnlySpan<double> TopVector => vector.AsSpan(0, Length);

    /// <summary>Starts again with no rows.</summary>
    public void Clear() => (Length, LargestDiagonal) = (0, 0);

    /// <summary>Adds a row.</summary>
    public void Append(double diagonalElement, double belowElement)
    {
        diagonal[Length] = diagonalElement;
        below[Length] = belowElement;
        LargestDiagonal = Math.Max(LargestDiagonal, diagonalElement);
        Length++;
    }

    /// <summary>Finds the top of the matrix so far.</summary>
    public void FindTop()
    {
        var x = UpperBound();
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var next = x - LaguerreStep(x);
            if (!(next < x))
                break;
            // Cubic convergence squares the digits twice over, but only once the step is well below the gap to the next
            // eigenvalue.
            var settled = x - next <= 1e-11 * x;
            x = next;
            if (settled)
                break;
        }
        Top = x;
        FindVector();
    }

    /// <summary>Gershgorin's bound.</summary>
    private double UpperBound()
    {
        var bound = 0.0;
        for (var j = 0; j < Length; j++)
        {
            var left = j > 0 ? below[j - 1] : 0;
            var right = j < Length - 1 ? below[j] : 0;
            bound = Math.Max(bound, diagonal[j] + left + right);
        }
        return bound * (1 + 1e-14);
    }

    /// <summary>How far Laguerre's method moves from x, which is above all eigenvalues; 0 where it has arrived.</summary>
    private double LaguerreStep(double x)
    {
        // The pivots d_j of x·I − T are positive above all eigenvalues; with p = Π d_j,
        // p′/p = Σ d_j′/d_j and (p′/p)′ follow from d_j = x − a_j − b²/d_{j−1}.
        double first = 0, second = 0;
        double pivot = 1, slope = 0, curvature = 0;
        for (var j = 0; j < Length; j++)
        {
            var inverse = 1 / pivot;
            var coupling = j > 0 ? below[j - 1] * below[j - 1] * inverse : 0;
            var relativeSlope = slope * inverse;
            curvature = coupling * (curvature * inverse - 2 * relativeSlope * relativeSlope);
            slope = 1 + coupling * relativeSlope;
            pivot = x - diagonal[j] - coupling;
            if (pivot <= 0)
                return 0;
            var ratio = slope / pivot;
            first += ratio;
            second += ratio * ratio - curvature / pivot;
        }
        var n = Length;
        return n / (first + Math.Sqrt(Math.Max(0, (n - 1) * (n * second - first * first))));
    }

    private void FindVector()
    {
        double pivot = 1, component = 1, sum = 0;
        for (var j = 0; j < Length; j++)
        {
            vector[j] = component;
            sum += component * component;
            pivot = Top - diagonal[j] - (j > 0 ? below[j - 1] * below[j - 1] / pivot : 0);
            component *= pivot / below[j];
        }
        var norm = Math.Sqrt(sum);
        for (var j = 0; j < Length; j++)
            vector[j] /= norm;
        Residual = Math.Abs(below[Length - 1] * vector[Length - 1]);
    }
}
