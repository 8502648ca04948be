using TimeScales.Experiments;

namespace TimeScales.Tests.Experiments;

/// <summary>What schedulers say in the environment.</summary>
internal sealed class AllocationTests
{
    private const string Slurm = "SLURM_ARRAY_TASK_";

    // As Slurm 22.05 and 24.11 set them for --array=0-3, 1-4, 0-6:2 and 5.
    [TestCase($"{Slurm}ID=0 {Slurm}COUNT=4 {Slurm}MIN=0 {Slurm}MAX=3 {Slurm}STEP=1", "1/4")]
    [TestCase($"{Slurm}ID=3 {Slurm}COUNT=4 {Slurm}MIN=0 {Slurm}MAX=3 {Slurm}STEP=1", "4/4")]
    [TestCase($"{Slurm}ID=3 {Slurm}COUNT=4 {Slurm}MIN=1 {Slurm}MAX=4 {Slurm}STEP=1", "3/4")]
    [TestCase($"{Slurm}ID=4 {Slurm}COUNT=4 {Slurm}MIN=0 {Slurm}MAX=6 {Slurm}STEP=2", "3/4")]
    [TestCase($"{Slurm}ID=5 {Slurm}COUNT=1 {Slurm}MIN=5 {Slurm}MAX=5 {Slurm}STEP=1", "1/1")]
    [TestCase($"{Slurm}ID=2 {Slurm}COUNT=4 {Slurm}MIN=0", "3/4")]
    [TestCase("JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=4", "1/4")]
    [TestCase("JOB_COMPLETION_INDEX=3 JOB_COMPLETIONS=4", "4/4")]
    [TestCase($"JOB_COMPLETION_INDEX=1 JOB_COMPLETIONS=2 {Slurm}ID=1 {Slurm}COUNT=2 {Slurm}MIN=0", "2/2")]
    public void The_task_of_an_array_is_the_shard_and_names_its_variables(string variables, string shard)
    {
        var found = Of(variables).Shard!.Value;

        Assert.That($"{found.Shard}", Is.EqualTo(shard));
        Assert.That(found.Source, Does.Contain(variables.Split(' ')[0]));
    }

    [TestCase("")]
    [TestCase("SLURM_JOB_ID=7 SLURM_CPUS_PER_TASK=1")]
    public void Without_an_array_there_is_no_shard(string variables) => Assert.That(Of(variables).Shard, Is.Null);

    /// <summary>Catches half of the runs left out, or all computed by every task, because a variable was taken for another's
    /// default.</summary>
    [TestCase($"{Slurm}ID=2", $"{Slurm}COUNT and {Slurm}MIN")]
    [TestCase($"{Slurm}ID=2 {Slurm}COUNT=4", $"not {Slurm}MIN")]
    [TestCase($"{Slurm}COUNT=4 {Slurm}MIN=0", $"not {Slurm}ID")]
    [TestCase("JOB_COMPLETION_INDEX=2", "not JOB_COMPLETIONS")]
    [TestCase("JOB_COMPLETIONS=4", "not JOB_COMPLETION_INDEX")]
    [TestCase("JOB_COMPLETION_INDEX=2 JOB_COMPLETIONS=", "not JOB_COMPLETIONS")]
    [TestCase("JOB_COMPLETION_INDEX=4 JOB_COMPLETIONS=4", "0 … 3")]
    [TestCase("JOB_COMPLETION_INDEX=-1 JOB_COMPLETIONS=4", "JOB_COMPLETION_INDEX=-1")]
    [TestCase("JOB_COMPLETION_INDEX=x JOB_COMPLETIONS=4", "JOB_COMPLETION_INDEX=x")]
    [TestCase("JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=0", "JOB_COMPLETIONS=0")]
    [TestCase($"{Slurm}ID=0 {Slurm}COUNT=4 {Slurm}MIN=1", "contradicts itself")]
    [TestCase($"{Slurm}ID=7 {Slurm}COUNT=2 {Slurm}MIN=1", "without gaps")]
    [TestCase($"{Slurm}ID=3 {Slurm}COUNT=4 {Slurm}MIN=0 {Slurm}STEP=2", "without gaps")]
    [TestCase($"JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=2 {Slurm}ID=1 {Slurm}COUNT=2 {Slurm}MIN=0", "2/2")]
    public void Half_set_and_contradictory_variables_are_named_in_a_sentence_that_knows_the_way_out(
        string variables, string part) =>
        Assert.That(() => Of(variables).Shard, Throws.ArgumentException.With.Message.Contains(part)
            .And.Message.Matches(@"--shard i/n\.$|whole number of at least \d\.$"));

    [TestCase("", 8)]
    [TestCase("SLURM_CPUS_PER_TASK=3", 3)]
    [TestCase("SLURM_CPUS_PER_TASK=64", 8)]
    public void Threads_are_the_processors_of_the_task_where_there_are_as_many(string variables, int threads) =>
        Assert.That(Of(variables).Threads, Is.EqualTo(threads));

    [TestCase("SLURM_CPUS_PER_TASK=0")]
    [TestCase("SLURM_CPUS_PER_TASK=two")]
    public void Threads_that_are_no_number_are_shown(string variables) =>
        Assert.That(() => Of(variables).Threads, Throws.ArgumentException.With.Message.Contains(variables));

    [TestCase("", 1000)]
    [TestCase("SLURM_MEM_PER_NODE=200", 200)]
    [TestCase("SLURM_MEM_PER_NODE=0", 1000)]
    [TestCase("SLURM_MEM_PER_NODE=2000", 1000)]
    [TestCase("SLURM_MEM_PER_CPU=100 SLURM_CPUS_PER_TASK=4", 400)]
    [TestCase("SLURM_MEM_PER_CPU=100 SLURM_CPUS_ON_NODE=2", 200)]
    [TestCase("SLURM_MEM_PER_CPU=100", 100)]
    public void Memory_is_what_the_job_was_given_where_there_is_as_much(string variables, int megabytes) =>
        Assert.That(Of(variables).Bytes / (1 << 20), Is.EqualTo(megabytes));

    private static Allocation Of(string variables)
    {
        var environment = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return new Allocation(environment.GetValueOrDefault, processors: 8, memory: 1000.0 * (1 << 20));
    }
}
