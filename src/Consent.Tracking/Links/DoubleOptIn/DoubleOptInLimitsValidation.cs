using Microsoft.Extensions.Options;

namespace Consent.Tracking;

/// <summary>Says which limit is out of its range.</summary>
internal sealed class DoubleOptInLimitsValidation : IValidateOptions<DoubleOptInLimits>
{
    public ValidateOptionsResult Validate(string? name, DoubleOptInLimits options) =>
        options.Flaws().ToList() is { Count: > 0 } flaws ? ValidateOptionsResult.Fail(flaws.Select(f => $"Double opt-in: {f}")) : ValidateOptionsResult.Success;
}
