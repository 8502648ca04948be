using System.Runtime.CompilerServices;

namespace TimeScales.Kernels;

/// <summary>A zero-filled array that starts on a cache line and never moves, so that kernels can hold its address.</summary>
/// <remarks>A 64-byte vector load that straddles two cache lines costs two; pinning costs nothing for arrays that live as long as
/// a run. The garbage collector owns the memory: there is nothing to dispose, but an address does not keep its array. Whoever
/// computes with addresses ends with <see cref="GC.KeepAlive"/> on what holds the arrays, or the collector may free them in the
/// middle; a span does keep its array.</remarks>
internal sealed unsafe class AlignedArray<T> where T : unmanaged
{
    private const int CacheLine = 64;

    private readonly T[] owner;
    private readonly int offset;

    public AlignedArray(int length)
    {
        Length = length;
        owner = GC.AllocateArray<T>(length + CacheLine / sizeof(T), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref owner[0]);
        offset = (int)((CacheLine - address % CacheLine) % CacheLine) / sizeof(T);
        Pointer = (T*)address + offset;
    }

    public int Length { get; }

    public T* Pointer { get; }

    public Span<T> Span => owner.AsSpan(offset, Length);
}
