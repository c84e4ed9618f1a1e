using Microsoft.Extensions.Logging;

namespace Consent.Tracking.Tests;

/// <summary>Every log goes to one provider.</summary>
internal sealed class LoggerFactoryOf(ILoggerProvider provider) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public ILogger CreateLogger(string categoryName) => provider.CreateLogger(categoryName);

    public void Dispose()
    {
    }
}
