using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>The loops over units in which a cell's equation runs, compiled for each equation.</summary>
internal static unsafe class Pointwise
{
    /// <summary>Takes gates through the logistic function and writes x_t.</summary>
    public static void Step<TEquation, T>(TEquation equation, CellStep<T> s)
        where TEquation : struct, IEquation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < s.Kinds.Count; i++)
        {
            var length = s.Kinds.IsShared[i] ? s.Batch : s.Batch * s.Width;
            for (var j = 0; j < length && s.Kinds.IsGate[i]; j += Vector512<T>.Count)
                Simd.Logistic(Vector512.Load(s.Activations[i] + j)).Store(s.Activations[i] + j);
        }

        var rows = new UnitRows<T>(s);
        var activations = stackalloc T*[s.Kinds.Count];
        for (var row = 0; row < rows.Count; row++)
        {
            var end = (row + 1) * rows.Length;
            rows.Point(row, row * rows.Length, activations, s.Broadcast, rows.Length);
            for (var j = row * rows.Length; j < end; j += Vector512<T>.Count)
            {
                var unit = new UnitStep<T>(activations, s.Previous, s.PreviousMemory, s.NextMemory, j);
                equation.Next(unit).Vector.Store(s.Next + j);
            }
        }
    }

    /// <summary>Writes ∂L/∂a and takes λ past the weights.</summary>
    public static void StepAdjoint<TEquation, T>(TEquation equation, CellStep<T> s)
        where TEquation : struct, IEquation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = new UnitRows<T>(s);
        var activations = stackalloc T*[s.Kinds.Count];
        var sums = stackalloc SharedSlope<T>[s.Kinds.Count];
        ReadOnlySpan<bool> isShared = s.Kinds.AnyShared ? s.Kinds.IsShared : [];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < isShared.Length; i++)
                sums[i] = default;
            var end = (row + 1) * rows.Length;
            rows.Point(row, row * rows.Length, activations, s.Broadcast, rows.Length);
            for (var j = row * rows.Length; j < end; j += Vector512<T>.Count)
            {
                var λ = new Units<T>(Simd.WithoutVanishing(Vector512.Load(s.Adjoint + j)));
                var ofMemory = s.MemoryAdjoint is null ? default : new Units<T>(Vector512.Load(s.MemoryAdjoint + j));
                var slopes = new Slopes<T>(s.Deltas, j, isShared, sums, λ, ofMemory);
                equation.Slopes(new UnitStep<T>(activations, s.Previous, s.PreviousMemory, s.NextMemory, j), ref slopes);
                if (s.MemoryAdjoint is null)
                {
                    slopes.Previous.Vector.Store(s.Adjoint + j);
                    continue;
                }
                slopes.Previous.Vector.Store(s.MemoryAdjoint + j);
                Vector512<T>.Zero.Store(s.Adjoint + j);
            }
            for (var i = 0; i < isShared.Length; i++)
            {
                if (isShared[i])
                    s.Deltas[i][row] = sums[i].Total();
            }
        }
    }

    /// <summary>Writes the Jacobian of one sequence.</summary>
    public static void Jacobian<TEquation, T>(TEquation equation, CellStep<T> s, int sequence, JacobianRows<T> jacobian)
        where TEquation : struct, IEquation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = stackalloc Vector512<T>[2 * s.Kinds.Count + 2];
        for (var j = 0; j < jacobian.Hidden; j += Vector512<T>.Count)
        {
            SlopesAlone(equation, s, sequence, j, values);
            var previous = (T*)(values + 2 * s.Kinds.Count);
            for (var lane = 0; lane < Vector512<T>.Count && j + lane < jacobian.Hidden; lane++)
                jacobian.Write(s.Kinds, j + lane, (T*)values + lane, previous[lane], previous[Vector512<T>.Count + lane]);
        }
    }

    /// <summary>∂h/∂c of one sequence's unit; 1 without memory.</summary>
    public static T Exposure<TEquation, T>(TEquation equation, CellStep<T> s, int sequence, int unit)
        where TEquation : struct, IEquation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (s.NextMemory is null)
            return T.One;
        var values = stackalloc Vector512<T>[2 * s.Kinds.Count + 2];
        SlopesAlone(equation, s, sequence, unit / Vector512<T>.Count * Vector512<T>.Count, values);
        return values[2 * s.Kinds.Count + 1][unit % Vector512<T>.Count];
    }

    /// <summary>What one sequence's unit took of its candidate and kept of itself.</summary>
    public static (T Taken, T Kept) Gate<TEquation, T>(TEquation equation, CellStep<T> s, int sequence, int unit)
        where TEquation : struct, IEquation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var activations = stackalloc T*[s.Kinds.Count];
        var broadcast = stackalloc Vector512<T>[s.Kinds.Count];
        var start = sequence * s.Width + unit / Vector512<T>.Count * Vector512<T>.Count;
        new UnitRows<T>(s).Point(sequence, start, activations, (T*)broadcast, Vector512<T>.Count);
        var (taken, kept) = equation.Gate(new UnitStep<T>(activations, s.Previous, s.PreviousMemory, s.NextMemory, start));
        var lane = unit % Vector512<T>.Count;
        return (taken.Vector[lane], kept.Vector[lane]);
    }

    /// <summary>The slopes of all units of one sequence.</summary>
    public static UnitSlopes Slopes<TEquation, T>(TEquation equation, CellStep<T> s, int sequence, int hidden)
        where TEquation : struct, IEquation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (count, hasMemory) = (s.Kinds.Count, s.NextMemory is not null);
        var values = stackalloc Vector512<T>[2 * count + 2];
        var slopes = new UnitSlopes(count, hidden);
        for (var unit = 0; unit < hidden; unit++)
        {
            var lane = unit % Vector512<T>.Count;
            if (lane == 0)
                SlopesAlone(equation, s, sequence, unit, values);
            for (var i = 0; i < count; i++)
            {
                var (ofState, ofMemory) = (double.CreateChecked(values[i][lane]), double.CreateChecked(values[count + i][lane]));
                (slopes.Slopes[i][unit], slopes.Shown[i][unit]) = hasMemory ? (ofMemory, ofState) : (ofState, 0);
            }
            slopes.Kept[unit] = double.CreateChecked(values[2 * count][lane]);
            slopes.Exposure[unit] = hasMemory ? double.CreateChecked(values[2 * count + 1][lane]) : 1;
        }
        return slopes;
    }

    /// <summary>The slopes of a vector of units: by every pre-activation; of the memory by each; by the previous state;
    /// ∂h/∂c.</summary>
    private static void SlopesAlone<TEquation, T>(TEquation equation, CellStep<T> s, int sequence, int unit, Vector512<T>* values)
        where TEquation : struct, IEquation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var activations = stackalloc T*[s.Kinds.Count];
        var broadcast = stackalloc Vector512<T>[s.Kinds.Count];
        var start = sequence * s.Width + unit;
        new UnitRows<T>(s).Point(sequence, start, activations, (T*)broadcast, Vector512<T>.Count);
        new Span<Vector512<T>>(values, 2 * s.Kinds.Count + 2).Clear();
        var slopes = new Slopes<T>(values, s.Kinds.Count);
        equation.Slopes(new UnitStep<T>(activations, s.Previous, s.PreviousMemory, s.NextMemory, start), ref slopes);
        values[2 * s.Kinds.Count] = slopes.Previous.Vector;
        values[2 * s.Kinds.Count + 1] = slopes.Exposure.Vector;
    }
}

/// <summary>How the units of a batch are walked: all in one row, or where something is shared by a sequence, sequence by
/// sequence.</summary>
internal readonly unsafe struct UnitRows<T>(CellStep<T> s) where T : unmanaged
{
    private readonly PreactivationKinds kinds = s.Kinds;
    private readonly T** all = s.Activations;

    /// <summary>Number of rows.</summary>
    public int Count { get; } = s.Kinds.AnyShared ? s.Batch : 1;

    /// <summary>Elements of a row.</summary>
    public int Length { get; } = s.Kinds.AnyShared ? s.Width : s.Batch * s.Width;

    /// <summary>Where every activation is found from offset j on; of one that is shared, its value so often that all units find
    /// it.</summary>
    public void Point(int sequence, nint j, T** activations, T* broadcast, int length)
    {
        for (var i = 0; i < kinds.Count; i++)
        {
            activations[i] = all[i];
            if (!kinds.IsShared[i])
                continue;
            new Span<T>(broadcast + i * length, length).Fill(all[i][sequence]);
            activations[i] = broadcast + i * length - j;
        }
    }
}

/// <summary>Σ λ·(first factor) over the units of a sequence, and the other factors, which are the same for all of them.</summary>
internal struct SharedSlope<T> where T : unmanaged
{
    private Vector512<T> sum;
    private Vector512<T> second;
    private Vector512<T> third;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Units<T> λ, Units<T> first, Units<T> second, Units<T> third) =>
        (sum, this.second, this.third) = (Simd.MultiplyAdd(λ.Vector, first.Vector, sum), second.Vector, third.Vector);

    /// <summary>The slope of the loss by the shared pre-activation.</summary>
    public readonly T Total() => (Vector512.CreateScalar(Simd.Sum(sum)) * second * third)[0];
}
