namespace TimeScales.Tests;

/// <summary>A matrix as the kernels want it: row-major, rows padded with zeros to whole 64-byte vectors, never moved.</summary>
internal sealed unsafe class Padded<T> where T : unmanaged
{
    private readonly T[] storage;

    public Padded(int rows, int columns)
    {
        var vector = 64 / sizeof(T);
        Width = (columns + vector - 1) / vector * vector;
        storage = GC.AllocateArray<T>(Math.Max(1, rows * Width), pinned: true);
        Pointer = (T*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref storage[0]);
    }

    public Padded(int rows, int columns, Func<int, int, T> element) : this(rows, columns)
    {
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                this[i, j] = element(i, j);
    }

    public int Width { get; }

    public T* Pointer { get; }

    public T this[int i, int j]
    {
        get => storage[i * Width + j];
        set => storage[i * Width + j] = value;
    }

    public static Padded<double> Of(double[,] m) => new(m.GetLength(0), m.GetLength(1), (i, j) => m[i, j]);
}
