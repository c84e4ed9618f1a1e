using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Consent.Benchmarks;

if (args is ["memory"])
{
    MemoryPerContact.Print();
    await MemoryPerEntry.PrintAsync();
    return 0;
}

// The fastest iteration: on a machine that others use too, it says more than the mean.
var config = DefaultConfig.Instance.AddColumn(StatisticColumn.Min);
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
