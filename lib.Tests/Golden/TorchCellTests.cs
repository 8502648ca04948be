using System.Text.Json;

namespace TimeScales.Tests.Golden;

/// <summary>GRU and LSTM against torch.nn: cells.json names the call behind each.</summary>
internal sealed class TorchCellTests
{
    /// <summary>torch's blocks of rows by their names here; of the two biases of a row the sum counts, but for the GRU's candidate.</summary>
    private static readonly Dictionary<string, (string Recurrent, string Input, string Bias)[]> Blocks = new()
    {
        ["gru"] = [("Wrr", "Wir", "brr"), ("Wrz", "Wiz", "bz"), ("Wr", "Wi", "bi")],
        ["lstm"] = [("Wri", "Wii", "bi"), ("Wrf", "Wif", "bf"), ("Wr", "Wi", "b"), ("Wro", "Wio", "bo")],
    };

    private static readonly string[] Names = ["gru", "lstm"];

    [TestCaseSource(nameof(Names))]
    public void States_equal_torch(string name)
    {
        var (golden, _, unroll) = Run(name);
        var shown = Enumerable.Range(0, unroll.Batch).SelectMany(b => Enumerable.Range(1, unroll.Steps).SelectMany(t => unroll.State(b, t)[..unroll.Hidden].ToArray()));

        Assert.That(Numerical.Distance(shown, golden.GetProperty("shown").Doubles()), Is.LessThan(Numerical.ManySteps));
        var memory = Enumerable.Range(0, unroll.Batch).SelectMany(b => unroll.State(b, unroll.Steps)[unroll.Hidden..].ToArray()).ToArray();
        Assert.That(memory, Is.EqualTo(golden.GetProperty("memory").Doubles()).Within(Numerical.ManySteps));
        Assert.That(unroll.Loss(golden.GetProperty("targets").Doubles()), Is.EqualTo(golden.GetProperty("loss").GetDouble()).Within(1e-13));
    }

    [TestCaseSource(nameof(Names))]
    public void Gradients_equal_torch_autograd(string name)
    {
        var (golden, network, unroll) = Run(name);
        var gradient = new Network<double>(network.Cell, network.Hidden, network.Inputs);
        unroll.Backward(network, golden.GetProperty("targets").Doubles(), gradient.Weights);

        foreach (var (block, own, torch) in Pairs(name, golden.GetProperty("gradients"), gradients: true))
            Assert.That(Numerical.Distance(gradient[own].ToArray(), torch), Is.LessThan(Numerical.ManySteps), $"{own} ({block})");
    }

    [TestCaseSource(nameof(Names))]
    public void A_Jacobian_equals_torch_autograd(string name)
    {
        var (golden, network, _) = Run(name);
        var (start, inputs) = (golden.GetProperty("start").Doubles(), golden.GetProperty("inputs").Doubles());

        var jacobian = network.StateJacobian(start.AsSpan(0, network.StateSize), inputs.AsSpan(0, network.Inputs));

        Assert.That(Numerical.Distance(jacobian.Cast<double>(), golden.GetProperty("jacobian").Doubles()), Is.LessThan(Numerical.OneStep));
    }

    private static (JsonElement Golden, Network<double> Network, Unroll<double> Unroll) Run(string name)
    {
        var file = GoldenFile.Read("cells.json");
        int Size(string what) => file.GetProperty("shape").GetProperty(what).GetInt32();
        var golden = file.GetProperty(name);
        var network = new Network<double>(Cell.ByName(name), Size("hidden"), Size("inputs"));
        golden.GetProperty("readOut").Doubles().CopyTo(network["Wo"]);
        foreach (var (_, own, torch) in Pairs(name, golden.GetProperty("parameters"), gradients: false))
            torch.CopyTo(network[own]);
        var unroll = new Unroll<double>(network.Cell, network.Hidden, network.Inputs, Size("batch"), Size("steps"));
        unroll.Forward(network, golden.GetProperty("inputs").Doubles(), golden.GetProperty("start").Doubles());
        return (golden, network, unroll);
    }

    private static IEnumerable<(string Block, string Own, double[] Torch)> Pairs(string name, JsonElement parameters, bool gradients)
    {
        foreach (var (index, (recurrent, input, bias)) in Blocks[name].Index())
        {
            double[] Rows(string parameter)
            {
                var all = parameters.GetProperty(parameter).Doubles();
                var length = all.Length / Blocks[name].Length;
                return all[(index * length)..((index + 1) * length)];
            }
            yield return ("weight_hh_l0", recurrent, Rows("weight_hh_l0"));
            yield return ("weight_ih_l0", input, Rows("weight_ih_l0"));
            var (ofInput, ofState) = (Rows("bias_ih_l0"), Rows("bias_hh_l0"));
            var isCandidateOfGru = bias == "bi" && name == "gru";
            // A sum's derivative by either part is the derivative by the sum.
            yield return ("bias", bias, isCandidateOfGru || gradients ? ofInput : [.. ofInput.Zip(ofState, (x, y) => x + y)]);
            if (isCandidateOfGru)
                yield return ("bias_hh_l0", "br", ofState);
        }
    }
}
