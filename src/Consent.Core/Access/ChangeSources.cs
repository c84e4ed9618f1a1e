namespace Consent;

/// <summary>What is known of how a change arrived.</summary>
internal static class ChangeSources
{
    extension(ChangeSource source)
    {
        /// <summary>Whether many changes come this way; the others are somebody's, one at a time.</summary>
        public bool IsOfMany => source is ChangeSource.Api or ChangeSource.Import;
    }
}
