using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>What was read of the register.</summary>
/// <param name="Readable">The requests that could be read, by their numbers.</param>
/// <param name="Shut">Why others could not; <see langword="null"/>: these are all.</param>
internal sealed record RegisteredRequests(ImmutableDictionary<SubjectRequestNumber, RegisteredRequest> Readable, ConsentStoreException? Shut)
{
    /// <summary>The request of a number; <see langword="null"/>: none has it.</summary>
    /// <exception cref="ConsentStoreException">It may be among those that could not be read.</exception>
    public RegisteredRequest? Find(SubjectRequestNumber number)
    {
        var found = Readable.GetValueOrDefault(number);
        if (found is null)
        {
            ThrowIfShut();
        }

        return found;
    }

    /// <summary>Says that some could not be read.</summary>
    public void ThrowIfShut()
    {
        if (Shut is not null)
        {
            ExceptionDispatchInfo.Throw(Shut);
        }
    }
}
