// Fixtures run beside each other; those that capture the console or need both cores to themselves say NonParallelizable. More workers than
// cores, because much of the time is spent waiting for processes.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(4)]
