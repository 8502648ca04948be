using System.Runtime.InteropServices;
using TimeScales.Experiments.Anisotropy;
using TimeScales.Experiments.EffectiveRates;
using TimeScales.Experiments;

namespace TimeScales.Torch;

/// <summary>How much memory a device has for a run, and how much a run takes.</summary>
/// <remarks>The counts of tensors that live at once are upper bounds, read off the code and compared
/// with measured peaks.</remarks>
internal static class DeviceMemory
{
    /// <summary>Preactivations, activations, states and what autograd adds, per step and row of the weights.</summary>
    private const int TensorsPerStep = 8;

    /// <summary>J, two products, and on a GPU three powers: square matrices per step that live at once.</summary>
    private const int SquaresOnProcessor = 4;
    private const int SquaresOnGpu = 7;

    /// <summary>Rows, combination, their next values, and the parts of a decomposition.</summary>
    private const int SquaresPerProduct = 12;

    /// <summary>What drivers, libraries and the drawn batches take besides.</summary>
    private const double ShareForTensors = 0.8;

    // Asked once, and all of it, not what is free: libtorch keeps what it once had.
    private static readonly Lazy<long?> OnGpu = new(AskGpu);

    /// <summary>Bytes for tensors: a share of what the GPU has, or of what the machine or its container allows.</summary>
    public static long Available(Device device) =>
        (long)(ShareForTensors * ((device.type == DeviceType.CUDA ? OnGpu.Value : null)
            ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));

    /// <summary>Bytes of the square matrices of one sequence's steps.</summary>
    public static double PerSequence(Device device, double steps, int stateSize)
    {
        // Up to whole vectors; in floating point, as sizes can be asked for whose bytes no whole number holds.
        var width = stateSize + 7.0;
        return steps * width * width * sizeof(double) * (device.type == DeviceType.CUDA ? SquaresOnGpu : SquaresOnProcessor);
    }

    /// <summary>Bytes at the peak of the training of replicas, and of measuring some of them at once on
    /// the fewest sequences.</summary>
    public static double Peak(RunConfiguration run, Device device, int replicas, int measuredAtOnce) => run switch
    {
        EffectiveRatesConfiguration c => Math.Max(
            Training(c.Cell, c.Hidden, c.BatchSize, c.Steps, sizeof(float)) * replicas,
            measuredAtOnce * (PerSequence(device, c.Steps, Cell.ByName(c.Cell).StateSize(c.Hidden)) + Tables(c)
                + Training(c.Cell, c.Hidden, c.ProbeSize, c.Steps, sizeof(double)))),
        AnisotropyConfiguration c => Math.Max(
            Training(c.Cell, c.Hidden, c.BatchSize, c.Steps, sizeof(float)) * replicas,
            measuredAtOnce * (Training(c.Cell, c.Hidden, c.BatchSize, c.Steps, sizeof(double)) + Products(c) + Gradients(c))),
        _ => 0,
    };

    private static double Rows(string cell, int hidden) => CellBlock.Of(Cell.ByName(cell))
        .Sum(block => (double)block.Rows(hidden));

    private static double Training(string cell, int hidden, double batch, double steps, double bytes) =>
        TensorsPerStep * bytes * batch * steps * Math.Max(Rows(cell, hidden), 2.0 * hidden);

    /// <summary>Three tables of all pairs, as parts, joined, and on the host.</summary>
    private static double Tables(EffectiveRatesConfiguration c) => 3.0 * 3 * sizeof(double) * c.ProbeSize * c.Steps * c.Steps / 2;

    private static double Products(AnisotropyConfiguration c) =>
        SquaresPerProduct * sizeof(double) * (double)c.TriplesPerLag * c.Hidden * c.Hidden;

    /// <summary>Rounds, joined, squared, scaled and centred.</summary>
    private static double Gradients(AnisotropyConfiguration c) =>
        5.0 * sizeof(double) * c.GradientRows * Rows(c.Cell, c.Hidden) * (c.Hidden + c.Inputs + 1.0);

    private static long? AskGpu()
    {
        try
        {
            // The driver answers a thread that has used the device.
            using var first = zeros(1, device: torch.CUDA);
            return cuMemGetInfo_v2(out _, out var total) == 0 ? (long)total : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libcuda.so.1")]
    private static extern int cuMemGetInfo_v2(out nuint free, out nuint total);
}
