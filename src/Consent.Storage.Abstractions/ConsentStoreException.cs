namespace Consent.Storage;

/// <summary>Trouble underneath: the storage is down, full, corrupt or too busy. Never says anything of a contact.</summary>
public class ConsentStoreException : Exception
{
    /// <summary>Trouble.</summary>
    /// <param name="message">What went wrong, without personal data.</param>
    /// <param name="isTransient">Whether trying again may help.</param>
    /// <param name="innerException">What the storage said.</param>
    public ConsentStoreException(string message, bool isTransient = false, Exception? innerException = null)
        : base(message, innerException) => IsTransient = isTransient;

    /// <summary>Whether trying again may help.</summary>
    public bool IsTransient { get; }
}
