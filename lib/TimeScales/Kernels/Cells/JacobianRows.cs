using System.Numerics;
using System.Runtime.Intrinsics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>J_t = Σ_i diag(∂x/∂a_i) W_i + diag(∂x/∂x_{t−1}), row by row from the slopes of the row's unit.</summary>
/// <remarks>A_t is the diagonal and the sum over what is no gate, B_t the sum over gates. With memory the rows are those of h,
/// then those of c, and ∂h/∂· = e ∂c/∂· plus what h has at fixed c, e = ∂h/∂c.</remarks>
internal readonly unsafe struct JacobianRows<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>H.</summary>
    public required int Hidden { get; init; }

    /// <summary>Padded row length W of the recurrent weights.</summary>
    public required int Width { get; init; }

    /// <summary>Whether the state is (h, c).</summary>
    public required bool HasMemory { get; init; }

    /// <summary>The recurrent weights in the cell's order, [H, W], or [1, W] where shared; null for one that does not see the
    /// state.</summary>
    public required T** Weights { get; init; }

    /// <summary>Receives A_t, [state size, <see cref="RowLength"/>].</summary>
    public required T* Dominant { get; init; }

    /// <summary>Receives B_t; the same place as A_t for their sum, null for A_t alone.</summary>
    public required T* GateInduced { get; init; }

    /// <summary>Padded row length of the Jacobian; W, or more with memory.</summary>
    public required int RowLength { get; init; }

    /// <summary>Writes the rows of one unit.</summary>
    /// <param name="kinds">Gates, and what is shared.</param>
    /// <param name="unit">0 … H−1.</param>
    /// <param name="slopes">The unit's slopes in the first element of every vector: by the pre-activations; with memory, then
    /// those of c.</param>
    /// <param name="previous">∂x_t/∂x_{t−1}, or ∂c_t/∂c_{t−1}.</param>
    /// <param name="exposure">e.</param>
    public void Write(PreactivationKinds kinds, int unit, T* slopes, T previous, T exposure)
    {
        if (!HasMemory)
        {
            Add(kinds, unit, unit, slopes, T.Zero, null, previous, unit);
            return;
        }
        var ofMemory = slopes + kinds.Count * Vector512<T>.Count;
        Add(kinds, unit, unit, slopes, exposure, ofMemory, exposure * previous, Hidden + unit);
        Add(kinds, Hidden + unit, unit, ofMemory, T.Zero, null, previous, Hidden + unit);
    }

    /// <summary>Row <paramref name="row"/>: the slopes, plus <paramref name="scale"/> times more of them, times the weights,
    /// and the diagonal.</summary>
    private void Add(PreactivationKinds kinds, int row, int unit, T* slopes, T scale, T* more, T diagonal, int column)
    {
        var dominant = Dominant + (nint)row * RowLength;
        AddTerms(kinds, kinds.Others, unit, slopes, scale, more, dominant, isNew: true);
        dominant[column] += diagonal;
        if (GateInduced is null)
            return;
        var gates = GateInduced + (nint)row * RowLength;
        AddTerms(kinds, kinds.Gates, unit, slopes, scale, more, gates, isNew: gates != dominant);
    }

    private void AddTerms(PreactivationKinds kinds, int[] terms, int unit, T* slopes, T scale, T* more, T* target, bool isNew)
    {
        // With memory a row is longer than a weight's.
        if (isNew && (RowLength != Width || terms.Length == 0))
        {
            new Span<T>(target, RowLength).Clear();
            isNew = false;
        }
        foreach (var i in terms)
        {
            var slope = slopes[i * Vector512<T>.Count];
            if (more is not null)
                slope += scale * more[i * Vector512<T>.Count];
            var weights = Weights[i] + (kinds.IsShared[i] ? 0 : (nint)unit * Width);
            if (isNew)
                Simd.SetScaled(slope, weights, target, Width);
            else
                Simd.AddScaled(slope, weights, target, Width);
            isNew = false;
        }
    }
}
