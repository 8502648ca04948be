using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TimeScales.Kernels;

/// <summary>The one matrix product that training, Jacobian products and gradients are made of.</summary>
/// <remarks>
/// <para>C = A·B or C += A·B with A [rows, inner] in any strides and B, C row-major with rows padded to whole vectors.</para>
/// <para><b>Numerics.</b> Every element of C is one chain of fused multiply-adds over the inner index in rising order,
/// whatever the tile and the vector width: the result is the same to the bit on every processor.</para>
/// <para>Tiles of 4 rows × 4 vectors keep 16 sums in registers: 8 loads feed 16 multiply-adds.</para>
/// </remarks>
internal static unsafe class MatrixProduct
{
    /// <summary>C = A·B (+ C where <paramref name="accumulate"/>).</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="inner">Columns of A, rows of B.</param>
    /// <param name="columns">Columns of B and C; a multiple of the vector length.</param>
    /// <param name="a">A; element (i, k) at a[i·aRow + k·aInner].</param>
    /// <param name="aRow">Distance between rows of A.</param>
    /// <param name="aInner">Distance between columns of A.</param>
    /// <param name="b">B; element (k, j) at b[k·bRow + j].</param>
    /// <param name="bRow">Distance between rows of B.</param>
    /// <param name="c">C; element (i, j) at c[i·columns + j]; must not overlap A or B.</param>
    /// <param name="accumulate">Whether the product is added to C.</param>
    public static void Multiply<T>(
        int rows, int inner, int columns, T* a, nint aRow, nint aInner, T* b, nint bRow, T* c, bool accumulate = false)
        where T : unmanaged
    {
        var vector = Vector512<T>.Count;
        var wide = columns / (4 * vector) * (4 * vector);
        var tall = rows / 4 * 4;
        for (var j = 0; j < wide; j += 4 * vector)
        {
            for (var i = 0; i < tall; i += 4)
                Tile4x4(inner, columns, a + i * aRow, aRow, aInner, b + j, bRow, c + (nint)i * columns + j, accumulate);
            for (var i = tall; i < rows; i++)
                Tile1x4(inner, a + i * aRow, aInner, b + j, bRow, c + (nint)i * columns + j, accumulate);
        }
        for (var j = wide; j < columns; j += vector)
        {
            for (var i = 0; i < tall; i += 4)
                Tile4x1(inner, columns, a + i * aRow, aRow, aInner, b + j, bRow, c + (nint)i * columns + j, accumulate);
            for (var i = tall; i < rows; i++)
                Tile1x1(inner, a + i * aRow, aInner, b + j, bRow, c + (nint)i * columns + j, accumulate);
        }
    }

    private static void Tile4x4<T>(
        int inner, nint stride, T* a, nint aRow, nint aInner, T* b, nint bRow, T* c, bool accumulate)
        where T : unmanaged
    {
        nint v = Vector512<T>.Count;
        Vector512<T> c00 = default, c01 = default, c02 = default, c03 = default;
        Vector512<T> c10 = default, c11 = default, c12 = default, c13 = default;
        Vector512<T> c20 = default, c21 = default, c22 = default, c23 = default;
        Vector512<T> c30 = default, c31 = default, c32 = default, c33 = default;
        if (accumulate)
        {
            var row = c;
            c00 = Vector512.Load(row); c01 = Vector512.Load(row + v); c02 = Vector512.Load(row + 2 * v);
            c03 = Vector512.Load(row + 3 * v);
            row += stride;
            c10 = Vector512.Load(row); c11 = Vector512.Load(row + v); c12 = Vector512.Load(row + 2 * v);
            c13 = Vector512.Load(row + 3 * v);
            row += stride;
            c20 = Vector512.Load(row); c21 = Vector512.Load(row + v); c22 = Vector512.Load(row + 2 * v);
            c23 = Vector512.Load(row + 3 * v);
            row += stride;
            c30 = Vector512.Load(row); c31 = Vector512.Load(row + v); c32 = Vector512.Load(row + 2 * v);
            c33 = Vector512.Load(row + 3 * v);
        }

        var a1 = a + aRow;
        var a2 = a1 + aRow;
        var a3 = a2 + aRow;
        for (var k = 0; k < inner; k++)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + v);
            var b2 = Vector512.Load(b + 2 * v);
            var b3 = Vector512.Load(b + 3 * v);
            b += bRow;

            var x = Vector512.Create(*a);
            c00 = Simd.MultiplyAdd(x, b0, c00); c01 = Simd.MultiplyAdd(x, b1, c01);
            c02 = Simd.MultiplyAdd(x, b2, c02); c03 = Simd.MultiplyAdd(x, b3, c03);
            x = Vector512.Create(*a1);
            c10 = Simd.MultiplyAdd(x, b0, c10); c11 = Simd.MultiplyAdd(x, b1, c11);
            c12 = Simd.MultiplyAdd(x, b2, c12); c13 = Simd.MultiplyAdd(x, b3, c13);
            x = Vector512.Create(*a2);
            c20 = Simd.MultiplyAdd(x, b0, c20); c21 = Simd.MultiplyAdd(x, b1, c21);
            c22 = Simd.MultiplyAdd(x, b2, c22); c23 = Simd.MultiplyAdd(x, b3, c23);
            x = Vector512.Create(*a3);
            c30 = Simd.MultiplyAdd(x, b0, c30); c31 = Simd.MultiplyAdd(x, b1, c31);
            c32 = Simd.MultiplyAdd(x, b2, c32); c33 = Simd.MultiplyAdd(x, b3, c33);

            a += aInner;
            a1 += aInner;
            a2 += aInner;
            a3 += aInner;
        }

        c00.Store(c); c01.Store(c + v); c02.Store(c + 2 * v); c03.Store(c + 3 * v);
        c += stride;
        c10.Store(c); c11.Store(c + v); c12.Store(c + 2 * v); c13.Store(c + 3 * v);
        c += stride;
        c20.Store(c); c21.Store(c + v); c22.Store(c + 2 * v); c23.Store(c + 3 * v);
        c += stride;
        c30.Store(c); c31.Store(c + v); c32.Store(c + 2 * v); c33.Store(c + 3 * v);
    }

    private static void Tile4x1<T>(
        int inner, nint stride, T* a, nint aRow, nint aInner, T* b, nint bRow, T* c, bool accumulate)
        where T : unmanaged
    {
        var c0 = accumulate ? Vector512.Load(c) : default;
        var c1 = accumulate ? Vector512.Load(c + stride) : default;
        var c2 = accumulate ? Vector512.Load(c + 2 * stride) : default;
        var c3 = accumulate ? Vector512.Load(c + 3 * stride) : default;
        for (var k = 0; k < inner; k++)
        {
            var y = Vector512.Load(b);
            c0 = Simd.MultiplyAdd(Vector512.Create(a[0]), y, c0);
            c1 = Simd.MultiplyAdd(Vector512.Create(a[aRow]), y, c1);
            c2 = Simd.MultiplyAdd(Vector512.Create(a[2 * aRow]), y, c2);
            c3 = Simd.MultiplyAdd(Vector512.Create(a[3 * aRow]), y, c3);
            a += aInner;
            b += bRow;
        }
        c0.Store(c);
        c1.Store(c + stride);
        c2.Store(c + 2 * stride);
        c3.Store(c + 3 * stride);
    }

    private static void Tile1x4<T>(int inner, T* a, nint aInner, T* b, nint bRow, T* c, bool accumulate)
        where T : unmanaged
    {
        nint v = Vector512<T>.Count;
        var c0 = accumulate ? Vector512.Load(c) : default;
        var c1 = accumulate ? Vector512.Load(c + v) : default;
        var c2 = accumulate ? Vector512.Load(c + 2 * v) : default;
        var c3 = accumulate ? Vector512.Load(c + 3 * v) : default;
        for (var k = 0; k < inner; k++)
        {
            var x = Vector512.Create(*a);
            c0 = Simd.MultiplyAdd(x, Vector512.Load(b), c0);
            c1 = Simd.MultiplyAdd(x, Vector512.Load(b + v), c1);
            c2 = Simd.MultiplyAdd(x, Vector512.Load(b + 2 * v), c2);
            c3 = Simd.MultiplyAdd(x, Vector512.Load(b + 3 * v), c3);
            a += aInner;
            b += bRow;
        }
        c0.Store(c);
        c1.Store(c + v);
        c2.Store(c + 2 * v);
        c3.Store(c + 3 * v);
    }

    private static void Tile1x1<T>(int inner, T* a, nint aInner, T* b, nint bRow, T* c, bool accumulate)
        where T : unmanaged
    {
        var sum = accumulate ? Vector512.Load(c) : default;
        for (var k = 0; k < inner; k++)
        {
            sum = Simd.MultiplyAdd(Vector512.Create(*a), Vector512.Load(b), sum);
            a += aInner;
            b += bRow;
        }
        sum.Store(c);
    }
}
