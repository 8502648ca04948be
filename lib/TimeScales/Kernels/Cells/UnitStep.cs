using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>A unit at one step as its cell's equation sees it; in truth several units, which fill a vector.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly unsafe ref struct UnitStep<T> where T : unmanaged
{
    private readonly T** activations;
    private readonly T* previous;
    private readonly T* previousMemory;
    private readonly T* memory;
    private readonly nint offset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal UnitStep(T** activations, T* previous, T* previousMemory, T* memory, nint offset)
    {
        this.activations = activations;
        this.previous = previous;
        this.previousMemory = previousMemory;
        this.memory = memory;
        this.offset = offset;
    }

    /// <summary>Pre-activation i, or what the equation has put in its place; of a gate, its value.</summary>
    public Units<T> this[int i]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512.Load(activations[i] + offset));
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => value.Vector.Store(activations[i] + offset);
    }

    /// <summary>x_{t−1}; with memory, h_{t−1}.</summary>
    public Units<T> Previous
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512.Load(previous + offset));
    }

    /// <summary>c_{t−1}; of a cell with memory.</summary>
    public Units<T> PreviousMemory
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512.Load(previousMemory + offset));
    }

    /// <summary>c_t; of a cell with memory.</summary>
    public Units<T> Memory
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512.Load(memory + offset));
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => value.Vector.Store(memory + offset);
    }
}
