using TimeScales.RandomStreams;

namespace TimeScales.Experiments;

/// <summary>Weights with orthonormal rows, or columns where there are more rows: normal numbers, orthonormalised one
/// vector after another.</summary>
/// <remarks><b>Source.</b> Saxe, McClelland and Ganguli, arXiv:1312.6120.</remarks>
internal static class OrthogonalWeights
{
    /// <summary>Draws a matrix of so many rows, row-major.</summary>
    public static void Draw(Span<float> weights, int rows, TorchGenerator generator)
    {
        var columns = weights.Length / rows;
        var (count, size) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var vectors = new double[count][];
        for (var i = 0; i < count; i++)
        {
            var vector = new double[size];
            generator.FillNormal(vector.AsSpan());
            // Twice, because once leaves errors of rounding times the loss of length.
            for (var pass = 0; pass < 2; pass++)
            {
                for (var earlier = 0; earlier < i; earlier++)
                {
                    var along = vector.Zip(vectors[earlier], (a, b) => a * b).Sum();
                    for (var j = 0; j < size; j++)
                        vector[j] -= along * vectors[earlier][j];
                }
            }
            var length = Math.Sqrt(vector.Sum(x => x * x));
            vectors[i] = Array.ConvertAll(vector, x => x / length);
            for (var j = 0; j < size; j++)
                weights[rows <= columns ? i * columns + j : j * columns + i] = (float)vectors[i][j];
        }
    }
}
