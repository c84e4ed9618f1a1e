namespace Consent.Storage.PostgreSql;

/// <summary>The server changed fewer rows than it was told to, and called that done. Nothing was committed.</summary>
internal sealed class NotTakenException() : ConsentStoreException(
    "The PostgreSQL database did not take what was written, and nothing was committed: somebody made a trigger or a rule in it. Take it away, and send again what was refused.");
