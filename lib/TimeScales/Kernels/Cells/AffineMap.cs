using System.Numerics;
using TimeScales.Kernels;

namespace TimeScales;

/// <summary>One pre-activation a_t = b + W_in u_t + W_rec x_{t−1} of a batch over all steps: its values, its adjoint and its
/// weights' gradients.</summary>
/// <remarks>Rows are padded with zeros to whole vectors, so no kernel has a tail; padded weights stay zero.</remarks>
internal sealed unsafe class AffineMap<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool shared;
    private readonly int hidden;
    private readonly int width;
    private readonly int rows;
    private readonly int rowWidth;
    private readonly int stepLength;
    private readonly AlignedArray<T>? recurrent;
    private readonly AlignedArray<T>? recurrentTransposed;
    private readonly AlignedArray<T>? recurrentGradient;
    private readonly AlignedArray<T>? inputTransposed;
    private readonly AlignedArray<T>? inputGradient;
    private readonly AlignedArray<T>? bias;
    private readonly AlignedArray<T>? biasGradient;

    /// <summary>Space for B sequences of T steps; weights are zero.</summary>
    public AffineMap(Preactivation preactivation, int hidden, int inputs, int batch, int steps)
    {
        (shared, this.hidden) = (preactivation.Shared, hidden);
        width = Simd.Padded<T>(hidden);
        rows = shared ? 1 : hidden;
        rowWidth = Simd.Padded<T>(rows);
        stepLength = shared ? Simd.Padded<T>(batch) : batch * width;
        Values = new AlignedArray<T>(steps * stepLength);
        Deltas = new AlignedArray<T>(steps * stepLength);
        if (preactivation.Recurrent is not null)
        {
            recurrent = new AlignedArray<T>(rows * width);
            recurrentTransposed = new AlignedArray<T>(hidden * rowWidth);
            recurrentGradient = new AlignedArray<T>(rows * width);
        }
        if (preactivation.Input is not null)
        {
            inputTransposed = new AlignedArray<T>(inputs * rowWidth);
            inputGradient = new AlignedArray<T>(inputs * rowWidth);
        }
        if (preactivation.Bias is not null)
        {
            bias = new AlignedArray<T>(rowWidth);
            biasGradient = new AlignedArray<T>(rowWidth);
        }
    }

    /// <summary>a, [T, B, W], or [T, padded B] where shared; a step of the cell replaces pre-activations by
    /// activations.</summary>
    public AlignedArray<T> Values { get; }

    /// <summary>∂L/∂a, laid out like <see cref="Values"/>.</summary>
    public AlignedArray<T> Deltas { get; }

    /// <summary>W_rec, [rows, W]; null where the pre-activation does not see the state.</summary>
    public T* Recurrent => recurrent is null ? null : recurrent.Pointer;

    /// <summary>Where step t begins in <see cref="Values"/> and <see cref="Deltas"/>.</summary>
    public int StepStart(int t) => (t - 1) * stepLength;

    /// <summary>Copies the weights in, dense and row-major; those of which it has none are ignored.</summary>
    public void Load(ReadOnlySpan<T> recurrentWeight, ReadOnlySpan<T> inputWeight, ReadOnlySpan<T> biasWeight)
    {
        if (recurrent is not null)
        {
            for (var row = 0; row < rows; row++)
                recurrentWeight.Slice(row * hidden, hidden).CopyTo(recurrent.Span[(row * width)..]);
            Transpose(recurrentWeight, recurrentTransposed!.Span);
        }
        if (inputTransposed is not null)
            Transpose(inputWeight, inputTransposed.Span);
        if (bias is not null)
            biasWeight.CopyTo(bias.Span);
    }

    /// <summary>Copies the gradients out, dense and row-major.</summary>
    public void Collect(Span<T> recurrentTarget, Span<T> inputTarget, Span<T> biasTarget)
    {
        for (var row = 0; row < rows && recurrentGradient is not null; row++)
            recurrentGradient.Span.Slice(row * width, hidden).CopyTo(recurrentTarget[(row * hidden)..]);
        if (inputGradient is not null)
        {
            var source = inputGradient.Span;
            var inputs = source.Length / rowWidth;
            for (var row = 0; row < rows; row++)
            {
                for (var n = 0; n < inputs; n++)
                    inputTarget[row * inputs + n] = source[n * rowWidth + row];
            }
        }
        biasGradient?.Span[..rows].CopyTo(biasTarget);
    }

    /// <summary>Forgets the gradients.</summary>
    public void ClearGradients()
    {
        recurrentGradient?.Span.Clear();
        inputGradient?.Span.Clear();
        biasGradient?.Span.Clear();
    }

    /// <summary>a_t of the whole batch.</summary>
    public void Forward(Sequences<T> s, int t)
    {
        var target = Values.Pointer + StepStart(t);
        if (shared)
            ForwardShared(s, t, target);
        else
            ForwardPerUnit(s, t, target);
        GC.KeepAlive(this);
        GC.KeepAlive(s);
    }

    /// <summary>Adds what the deltas of step t give to λ_{t−1} and to the gradients.</summary>
    public void Backward(Sequences<T> s, int t)
    {
        var delta = Deltas.Pointer + StepStart(t);
        if (shared)
            BackwardShared(s, t, delta);
        else
            BackwardPerUnit(s, t, delta);
        GC.KeepAlive(this);
        GC.KeepAlive(s);
    }

    /// <summary>The gradients from one sequence's deltas over all steps.</summary>
    public void SequenceGradient(Sequences<T> s, int sequence)
    {
        var delta = Deltas.Pointer + (shared ? sequence : (nint)sequence * width);
        if (recurrentGradient is not null)
            MatrixProduct.Multiply(
                rows, s.Steps, width, delta, 1, stepLength, s.State(sequence, 0), (nint)s.Batch * width,
                recurrentGradient.Pointer);
        inputGradient?.Span.Clear();
        biasGradient?.Span.Clear();
        for (var t = 1; t <= s.Steps; t++, delta += stepLength)
        {
            for (var row = 0; row < rows && biasGradient is not null; row++)
                biasGradient.Pointer[row] += delta[row];
            var input = s.Input(sequence, t);
            for (var n = 0; n < s.InputCount && inputGradient is not null; n++)
            {
                for (var row = 0; row < rows; row++)
                    inputGradient.Pointer[n * rowWidth + row] += input[n] * delta[row];
            }
        }
        GC.KeepAlive(this);
        GC.KeepAlive(s);
    }

    private void ForwardPerUnit(Sequences<T> s, int t, T* target)
    {
        var accumulate = bias is not null;
        for (var b = 0; b < s.Batch && accumulate; b++)
            bias!.Span.CopyTo(new Span<T>(target + b * rowWidth, rowWidth));
        if (inputTransposed is not null)
        {
            MatrixProduct.Multiply(
                s.Batch, s.InputCount, rowWidth, s.Input(0, t), s.InputStride, 1,
                inputTransposed.Pointer, rowWidth, target, accumulate);
            accumulate = true;
        }
        if (recurrentTransposed is not null)
            MatrixProduct.Multiply(
                s.Batch, hidden, rowWidth, s.State(0, t - 1), width, 1,
                recurrentTransposed.Pointer, rowWidth, target, accumulate);
    }

    private void ForwardShared(Sequences<T> s, int t, T* target)
    {
        for (var b = 0; b < s.Batch; b++)
        {
            var sum = recurrent is null ? T.Zero : Simd.Dot(recurrent.Pointer, s.State(b, t - 1), width);
            if (bias is not null)
                sum += *bias.Pointer;
            var input = s.Input(b, t);
            for (var n = 0; n < s.InputCount && inputTransposed is not null; n++)
                sum += inputTransposed.Pointer[n * rowWidth] * input[n];
            target[b] = sum;
        }
    }

    private void BackwardPerUnit(Sequences<T> s, int t, T* delta)
    {
        if (recurrent is not null)
        {
            MatrixProduct.Multiply(
                s.Batch, hidden, width, delta, rowWidth, 1, recurrent.Pointer, width, s.Adjoint.Pointer, accumulate: true);
            MatrixProduct.Multiply(
                hidden, s.Batch, width, delta, 1, rowWidth, s.State(0, t - 1), width,
                recurrentGradient!.Pointer, accumulate: true);
        }
        if (inputGradient is not null)
            MatrixProduct.Multiply(
                s.InputCount, s.Batch, rowWidth, s.Input(0, t), 1, s.InputStride, delta, rowWidth,
                inputGradient.Pointer, accumulate: true);
        for (var b = 0; b < s.Batch && biasGradient is not null; b++)
            Simd.AddScaled(T.One, delta + b * rowWidth, biasGradient.Pointer, rowWidth);
    }

    private void BackwardShared(Sequences<T> s, int t, T* delta)
    {
        for (var b = 0; b < s.Batch; b++)
        {
            if (recurrent is not null)
            {
                Simd.AddScaled(delta[b], recurrent.Pointer, s.Adjoint.Pointer + b * width, width);
                Simd.AddScaled(delta[b], s.State(b, t - 1), recurrentGradient!.Pointer, width);
            }
            var input = s.Input(b, t);
            for (var n = 0; n < s.InputCount && inputGradient is not null; n++)
                inputGradient.Pointer[n * rowWidth] += delta[b] * input[n];
            if (biasGradient is not null)
                *biasGradient.Pointer += delta[b];
        }
    }

    private void Transpose(ReadOnlySpan<T> source, Span<T> target)
    {
        var columns = source.Length / rows;
        for (var column = 0; column < columns; column++)
        {
            for (var row = 0; row < rows; row++)
                target[column * rowWidth + row] = source[row * columns + column];
        }
    }
}
