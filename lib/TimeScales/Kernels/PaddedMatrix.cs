using System.Numerics;
using System.Runtime.CompilerServices;

namespace TimeScales.Kernels;

/// <summary>A matrix whose rows are padded with zeros to whole 512-bit vectors, as the kernels want them.</summary>
/// <remarks>The one way to kernels for code that has no pointers of its own. Zero when new. What writes into a row leaves its
/// padding zero: norms and products run over it.</remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class PaddedMatrix<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedArray<T> elements;

    /// <summary>A zero matrix.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns, without padding.</param>
    public PaddedMatrix(int rows, int columns)
    {
        (Rows, Columns, Width) = (rows, columns, Simd.Padded<T>(columns));
        elements = new AlignedArray<T>(rows * Width);
    }

    /// <summary>A matrix with these rows, [M][n].</summary>
    public static PaddedMatrix<T> OfRows(IReadOnlyList<T[]> rows)
    {
        var matrix = new PaddedMatrix<T>(rows.Count, rows[0].Length);
        for (var i = 0; i < rows.Count; i++)
            rows[i].CopyTo(matrix.Row(i));
        return matrix;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns, without padding.</summary>
    public int Columns { get; }

    /// <summary>Length of a row with its padding.</summary>
    public int Width { get; }

    /// <summary>All rows with their padding, [Rows · Width].</summary>
    public Span<T> Span => elements.Span;

    /// <summary>Where the first row begins; for kernels, which keep the matrix alive while they compute.</summary>
    internal T* Pointer => elements.Pointer;

    /// <summary>The element in row <paramref name="row"/> and column <paramref name="column"/>.</summary>
    public ref T this[int row, int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Row(row)[column];
    }

    /// <summary>A row with its padding, [Width].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Row(int row) => elements.Span.Slice(row * Width, Width);

    /// <summary>The elements without padding, [Rows, Columns].</summary>
    public T[,] ToDense()
    {
        var dense = new T[Rows, Columns];
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
                dense[i, j] = this[i, j];
        }
        return dense;
    }

    /// <summary>Makes every element zero.</summary>
    public void Clear() => elements.Span.Clear();

    /// <summary>Copies a matrix of the same shape.</summary>
    public void CopyFrom(PaddedMatrix<T> other)
    {
        ThrowUnlessShaped(other, Rows, Columns);
        other.elements.Span.CopyTo(elements.Span);
    }

    /// <summary>Copies a matrix of the same shape in another precision.</summary>
    public void ConvertFrom<TOther>(PaddedMatrix<TOther> other) where TOther : unmanaged, IBinaryFloatingPointIeee754<TOther>
    {
        if (other.Rows != Rows || other.Columns != Columns)
            throw new ArgumentException($"Expected a matrix of {Rows} × {Columns}, not of {other.Rows} × {other.Columns}.");
        for (var i = 0; i < Rows; i++)
        {
            var from = other.Row(i);
            var to = Row(i);
            for (var j = 0; j < Columns; j++)
                to[j] = T.CreateChecked(from[j]);
        }
    }

    /// <summary>Every element times <paramref name="factor"/>.</summary>
    public void Scale(T factor)
    {
        Simd.Scale(factor, Pointer, elements.Length);
        GC.KeepAlive(this);
    }

    /// <summary>Adds <paramref name="factor"/> times a matrix of the same shape.</summary>
    public void AddScaled(T factor, PaddedMatrix<T> other)
    {
        ThrowUnlessShaped(other, Rows, Columns);
        Simd.AddScaled(factor, other.Pointer, Pointer, elements.Length);
        GC.KeepAlive(this);
        GC.KeepAlive(other);
    }

    /// <summary>‖M‖_F.</summary>
    public T FrobeniusNorm()
    {
        var norm = T.Sqrt(Simd.Dot(Pointer, Pointer, elements.Length));
        GC.KeepAlive(this);
        return norm;
    }

    /// <summary>target = left · right, or target += left · right where <paramref name="accumulate"/>.</summary>
    /// <param name="left">[rows, inner].</param>
    /// <param name="right">[inner, columns].</param>
    /// <param name="target">[rows, columns]; neither of the other two.</param>
    /// <param name="accumulate">Whether the product is added.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or the target is a factor.</exception>
    public static void Multiply(PaddedMatrix<T> left, PaddedMatrix<T> right, PaddedMatrix<T> target, bool accumulate = false)
    {
        ThrowUnlessShaped(right, left.Columns, right.Columns);
        ThrowUnlessShaped(target, left.Rows, right.Columns);
        if (ReferenceEquals(target, left) || ReferenceEquals(target, right))
            throw new ArgumentException("A product cannot be written over one of its factors.", nameof(target));
        MatrixProduct.Multiply(
            left.Rows, left.Columns, right.Width, left.Pointer, left.Width, 1,
            right.Pointer, right.Width, target.Pointer, accumulate);
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        GC.KeepAlive(target);
    }

    /// <summary>M Mᵀ, [Rows, Rows].</summary>
    public PaddedMatrix<T> Gram()
    {
        var gram = new PaddedMatrix<T>(Rows, Rows);
        GramMatrix.Fill(Rows, Width, Pointer, gram.Width, gram.Pointer);
        GC.KeepAlive(this);
        return gram;
    }

    /// <summary>The scalar product of a row with a row of a matrix of as many columns.</summary>
    public T Dot(int row, PaddedMatrix<T> other, int otherRow)
    {
        ThrowUnlessShaped(other, other.Rows, Columns);
        fixed (T* x = Row(row), y = other.Row(otherRow))
            return Simd.Dot(x, y, Width);
    }

    /// <summary>Adds <paramref name="factor"/> times a row of a matrix of as many columns to a row.</summary>
    public void AddScaledRow(int row, T factor, PaddedMatrix<T> other, int otherRow)
    {
        ThrowUnlessShaped(other, other.Rows, Columns);
        fixed (T* to = Row(row), from = other.Row(otherRow))
            Simd.AddScaled(factor, from, to, Width);
    }

    /// <summary>A row times <paramref name="factor"/>.</summary>
    public void ScaleRow(int row, T factor)
    {
        fixed (T* x = Row(row))
            Simd.Scale(factor, x, Width);
    }

    /// <summary>M x.</summary>
    /// <param name="x">x, [Width], its padding zero.</param>
    /// <param name="y">Receives M x, [Rows]; more is left alone.</param>
    /// <exception cref="ArgumentException">A vector is too short.</exception>
    public void Multiply(ReadOnlySpan<T> x, Span<T> y)
    {
        if (x.Length < Width || y.Length < Rows)
            throw new ArgumentException(
                $"M x of a {Rows} × {Columns} matrix takes {Width} values to {Rows}, not {x.Length} to {y.Length}.");
        fixed (T* from = x, to = y)
            MatrixVector.Multiply(Rows, Width, Pointer, from, to);
        GC.KeepAlive(this);
    }

    /// <summary>Mᵀ x.</summary>
    /// <param name="x">x, [Rows]; more is ignored, so that a padded row can be passed.</param>
    /// <param name="y">Receives Mᵀ x, [Width].</param>
    /// <exception cref="ArgumentException">A vector is too short.</exception>
    public void MultiplyTransposed(ReadOnlySpan<T> x, Span<T> y)
    {
        if (x.Length < Rows || y.Length < Width)
            throw new ArgumentException(
                $"Mᵀ x of a {Rows} × {Columns} matrix takes {Rows} values to {Width}, not {x.Length} to {y.Length}.");
        fixed (T* from = x, to = y)
            MatrixVector.MultiplyTransposed(Rows, Width, Pointer, from, to);
        GC.KeepAlive(this);
    }

    private static void ThrowUnlessShaped(PaddedMatrix<T> matrix, int rows, int columns)
    {
        if (matrix.Rows != rows || matrix.Columns != columns)
            throw new ArgumentException($"Expected a matrix of {rows} × {columns}, not of {matrix.Rows} × {matrix.Columns}.");
    }
}
