namespace TimeScales.Experiments.Engines;

/// <summary>Where an engine comes from: an assembly of its own, which need not be there.</summary>
public interface IEngineSource
{
    /// <summary>The engine's name on the command line and in results.</summary>
    string Name { get; }

    /// <summary>The devices that it knows, whether this machine has them or not.</summary>
    IReadOnlyList<string> Devices { get; }

    /// <summary>Whether the machine has such a device at all, whatever software it has: where it has none, nobody need be
    /// told why it is not used.</summary>
    bool IsThere(string device);

    /// <summary>Why the engine cannot compute on a device here, in one sentence without a full stop; null where it can.</summary>
    string? Missing(string device);

    /// <summary>What it computes with and where that was found, in a few words; null where nothing was found or needed.</summary>
    string? Found { get; }

    /// <summary>The engine on a device that is not missing.</summary>
    /// <param name="device">One of <see cref="Devices"/>.</param>
    /// <param name="threads">How many threads of the processor it may use.</param>
    IEngine Create(string device, int threads);
}
