using TimeScales.Experiments.Propagation;
using TimeScales.Experiments.Departures;
using TimeScales.RandomStreams;

namespace TimeScales.Experiments.Anisotropy;

/// <summary>Who draws what from the global stream in Sec. VII-B, so that one model can be computed
/// without the other two.</summary>
/// <remarks>
/// The released program trains plain, scalar and multi one after another on one global generator: the weights of the three, then
/// the jitter of every update of each model, then at every checkpoint the jitters of each model's gradient probes. A run of one
/// model draws and discards what belongs to the others. It counts all columns of the others' gradient matrices as kept; a dropped
/// one would shift later jitters of size 1e-6, which no reported digit shows. A cell that the released program does not have is a
/// fourth model behind the three.
/// </remarks>
internal sealed class AnisotropyStreams
{
    private readonly AnisotropyConfiguration config;
    private readonly int model;
    private readonly int[] parameterCounts;
    private readonly float[] inputNoise;

    public AnisotropyStreams(AnisotropyConfiguration config)
    {
        this.config = config;
        model = PropagationSetting.IndexOf(config.Cell);
        Global = new TorchGenerator(config.Seed);
        var networks = PropagationSetting.InitialNetworks(Global, config.Cell, config.Hidden, config.Inputs);
        Network = networks[model];
        parameterCounts = [.. networks.Select(n => n.Weights.Length)];
        inputNoise = new float[config.BatchSize * config.Steps * config.Inputs];
    }

    /// <summary>The global generator.</summary>
    public TorchGenerator Global { get; }

    /// <summary>This model's network with its initial weights.</summary>
    public Network<float> Network { get; }

    private bool Jitters => config.Protocol.Has(Departure.Jitter);

    /// <summary>Draws the jitter of the models that train before this one.</summary>
    public void SkipToTraining(int updates) => SkipInputNoise(model * updates);

    /// <summary>Draws the jitter of the models that train after this one.</summary>
    public void SkipAfterTraining(int updates) => SkipInputNoise((parameterCounts.Length - 1 - model) * updates);

    /// <summary>Draws what the models before this one draw at a checkpoint.</summary>
    public void SkipToGradients() => SkipGradients(0, model);

    /// <summary>Draws what the models after this one draw at a checkpoint.</summary>
    public void SkipAfterGradients() => SkipGradients(model + 1, parameterCounts.Length);

    /// <summary>Adds 1e-6·N(0,1) to inputs, where the protocol does.</summary>
    public void Jitter(float[] inputs)
    {
        if (!Jitters)
            return;
        Global.FillNormal(inputNoise.AsSpan(0, inputs.Length));
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] += 1e-6f * inputNoise[i];
    }

    private void SkipInputNoise(int times)
    {
        if (Jitters)
            Global.SkipNormals<float>(inputNoise.Length, times);
    }

    private void SkipGradients(int from, int to)
    {
        if (!Jitters)
            return;
        for (var i = from; i < to; i++)
        {
            SkipInputNoise((config.GradientRows + config.BatchSize - 1) / config.BatchSize);
            Global.SkipNormals<double>(config.GradientRows * parameterCounts[i], 1);
        }
    }
}
