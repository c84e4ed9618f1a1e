using BenchmarkDotNet.Running;
using Consent.Benchmarks;

if (args is ["memory"])
{
    MemoryPerContact.Print();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
