using System.Runtime.Intrinsics;

namespace TimeScales.Kernels;

/// <summary>Products of a padded row-major matrix with a vector, from either side.</summary>
internal static unsafe class MatrixVector
{
    /// <summary>y = M x.</summary>
    /// <param name="rows">Rows of M.</param>
    /// <param name="width">Padded row length of M.</param>
    /// <param name="m">M, [rows, width].</param>
    /// <param name="x">x, [width].</param>
    /// <param name="y">Receives M x, [rows].</param>
    public static void Multiply<T>(int rows, int width, T* m, T* x, T* y) where T : unmanaged
    {
        var i = 0;
        for (; i + 4 <= rows; i += 4)
        {
            var row = m + (nint)i * width;
            Vector512<T> y0 = default, y1 = default, y2 = default, y3 = default;
            for (var j = 0; j < width; j += Vector512<T>.Count)
            {
                var v = Vector512.Load(x + j);
                y0 = Simd.MultiplyAdd(Vector512.Load(row + j), v, y0);
                y1 = Simd.MultiplyAdd(Vector512.Load(row + width + j), v, y1);
                y2 = Simd.MultiplyAdd(Vector512.Load(row + 2 * width + j), v, y2);
                y3 = Simd.MultiplyAdd(Vector512.Load(row + 3 * width + j), v, y3);
            }
            y[i] = Simd.Sum(y0);
            y[i + 1] = Simd.Sum(y1);
            y[i + 2] = Simd.Sum(y2);
            y[i + 3] = Simd.Sum(y3);
        }
        for (; i < rows; i++)
            y[i] = Simd.Dot(m + (nint)i * width, x, width);
    }

    /// <summary>y = Mᵀ x.</summary>
    /// <param name="rows">Rows of M.</param>
    /// <param name="width">Padded row length of M.</param>
    /// <param name="m">M, [rows, width].</param>
    /// <param name="x">x, [rows].</param>
    /// <param name="y">Receives Mᵀ x, [width].</param>
    public static void MultiplyTransposed<T>(int rows, int width, T* m, T* x, T* y) where T : unmanaged
    {
        var vector = Vector512<T>.Count;
        var j = 0;
        for (; j + 4 * vector <= width; j += 4 * vector)
        {
            // Even and odd rows in separate sums: eight chains hide the latency of the multiply-add.
            Vector512<T> a0 = default, a1 = default, a2 = default, a3 = default;
            Vector512<T> b0 = default, b1 = default, b2 = default, b3 = default;
            var row = m + j;
            var i = 0;
            for (; i + 2 <= rows; i += 2)
            {
                var u = Vector512.Create(x[i]);
                a0 = Simd.MultiplyAdd(u, Vector512.Load(row), a0);
                a1 = Simd.MultiplyAdd(u, Vector512.Load(row + vector), a1);
                a2 = Simd.MultiplyAdd(u, Vector512.Load(row + 2 * vector), a2);
                a3 = Simd.MultiplyAdd(u, Vector512.Load(row + 3 * vector), a3);
                row += width;
                u = Vector512.Create(x[i + 1]);
                b0 = Simd.MultiplyAdd(u, Vector512.Load(row), b0);
                b1 = Simd.MultiplyAdd(u, Vector512.Load(row + vector), b1);
                b2 = Simd.MultiplyAdd(u, Vector512.Load(row + 2 * vector), b2);
                b3 = Simd.MultiplyAdd(u, Vector512.Load(row + 3 * vector), b3);
                row += width;
            }
            if (i < rows)
            {
                var u = Vector512.Create(x[i]);
                a0 = Simd.MultiplyAdd(u, Vector512.Load(row), a0);
                a1 = Simd.MultiplyAdd(u, Vector512.Load(row + vector), a1);
                a2 = Simd.MultiplyAdd(u, Vector512.Load(row + 2 * vector), a2);
                a3 = Simd.MultiplyAdd(u, Vector512.Load(row + 3 * vector), a3);
            }
            (a0 + b0).Store(y + j);
            (a1 + b1).Store(y + j + vector);
            (a2 + b2).Store(y + j + 2 * vector);
            (a3 + b3).Store(y + j + 3 * vector);
        }
        for (; j < width; j += vector)
        {
            Vector512<T> sum = default;
            for (var i = 0; i < rows; i++)
                sum = Simd.MultiplyAdd(Vector512.Create(x[i]), Vector512.Load(m + (nint)i * width + j), sum);
            sum.Store(y + j);
        }
    }
}
