using System.Runtime.Intrinsics;

namespace TimeScales.Kernels;

/// <summary>M Mᵀ: the scalar products of all pairs of rows.</summary>
/// <remarks>Tiles of 4 × 4 pairs: 8 loads feed 16 multiply-adds in as many independent chains. Each element is to the bit what
/// <see cref="Simd.Dot"/> gives.</remarks>
internal static unsafe class GramMatrix
{
    /// <summary>Fills G = M Mᵀ.</summary>
    /// <param name="rows">Rows of M and G, columns of G.</param>
    /// <param name="width">Padded row length of M.</param>
    /// <param name="m">M, [rows, width].</param>
    /// <param name="gramWidth">Padded row length of G.</param>
    /// <param name="gram">Receives G, [rows, gramWidth]; its padding is left alone.</param>
    public static void Fill<T>(int rows, int width, T* m, int gramWidth, T* gram) where T : unmanaged
    {
        var tiled = rows / 4 * 4;
        for (var i = 0; i < rows; i += i < tiled ? 4 : 1)
        {
            for (var j = 0; j <= i; j += i < tiled ? 4 : 1)
            {
                if (i < tiled)
                    Tile(width, m + (nint)i * width, m + (nint)j * width, gramWidth, gram + i * gramWidth + j);
                else
                    gram[i * gramWidth + j] = Simd.Dot(m + (nint)i * width, m + (nint)j * width, width);
            }
        }
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < i; j++)
                gram[j * gramWidth + i] = gram[i * gramWidth + j];
        }
    }

    private static void Tile<T>(int width, T* x, T* y, int gramWidth, T* gram) where T : unmanaged
    {
        Vector512<T> g00 = default, g01 = default, g02 = default, g03 = default;
        Vector512<T> g10 = default, g11 = default, g12 = default, g13 = default;
        Vector512<T> g20 = default, g21 = default, g22 = default, g23 = default;
        Vector512<T> g30 = default, g31 = default, g32 = default, g33 = default;
        for (var k = 0; k < width; k += Vector512<T>.Count)
        {
            var y0 = Vector512.Load(y + k);
            var y1 = Vector512.Load(y + width + k);
            var y2 = Vector512.Load(y + 2 * (nint)width + k);
            var y3 = Vector512.Load(y + 3 * (nint)width + k);

            var v = Vector512.Load(x + k);
            g00 = Simd.MultiplyAdd(v, y0, g00); g01 = Simd.MultiplyAdd(v, y1, g01);
            g02 = Simd.MultiplyAdd(v, y2, g02); g03 = Simd.MultiplyAdd(v, y3, g03);
            v = Vector512.Load(x + width + k);
            g10 = Simd.MultiplyAdd(v, y0, g10); g11 = Simd.MultiplyAdd(v, y1, g11);
            g12 = Simd.MultiplyAdd(v, y2, g12); g13 = Simd.MultiplyAdd(v, y3, g13);
            v = Vector512.Load(x + 2 * (nint)width + k);
            g20 = Simd.MultiplyAdd(v, y0, g20); g21 = Simd.MultiplyAdd(v, y1, g21);
            g22 = Simd.MultiplyAdd(v, y2, g22); g23 = Simd.MultiplyAdd(v, y3, g23);
            v = Vector512.Load(x + 3 * (nint)width + k);
            g30 = Simd.MultiplyAdd(v, y0, g30); g31 = Simd.MultiplyAdd(v, y1, g31);
            g32 = Simd.MultiplyAdd(v, y2, g32); g33 = Simd.MultiplyAdd(v, y3, g33);
        }

        Write(gram, g00, g01, g02, g03);
        Write(gram + gramWidth, g10, g11, g12, g13);
        Write(gram + 2 * gramWidth, g20, g21, g22, g23);
        Write(gram + 3 * gramWidth, g30, g31, g32, g33);
    }

    private static void Write<T>(T* target, Vector512<T> a, Vector512<T> b, Vector512<T> c, Vector512<T> d) where T : unmanaged
    {
        target[0] = Simd.Sum(a);
        target[1] = Simd.Sum(b);
        target[2] = Simd.Sum(c);
        target[3] = Simd.Sum(d);
    }
}
