namespace Consent;

/// <summary>What a jurisdiction is made from.</summary>
internal sealed class JurisdictionDraft
{
    public required string Name { get; init; }

    public required string Code { get; init; }

    public string Version { get; set; } = "1";

    public int? MinorAge { get; set; } = 16;

    public bool ReviewsLegacyConsent { get; set; }

    public bool ObjectionOutdatesConsent { get; set; } = true;

    public bool RefusalBlocksCustomerException { get; set; } = true;

    public List<LawPart> Parts { get; } = [];

    public SortedDictionary<DecisionCode, Citation> Citations { get; } = [];

    public static JurisdictionDraft Of(Jurisdiction law)
    {
        var draft = new JurisdictionDraft
        {
            Name = law.Name,
            Code = law.Code,
            Version = law.Version,
            MinorAge = law.MinorAge,
            ReviewsLegacyConsent = law.ReviewsLegacyConsent,
            ObjectionOutdatesConsent = law.ObjectionOutdatesConsent,
            RefusalBlocksCustomerException = law.RefusalBlocksCustomerException,
        };
        draft.Parts.AddRange(law.Parts);
        foreach (var (code, citation) in law.Citations)
        {
            draft.Citations.Add(code, citation);
        }

        return draft;
    }

    public void Turn(string setting, bool isOn)
    {
        for (var i = 0; i < Parts.Count; i++)
        {
            if (string.Equals(Parts[i].Setting, setting, StringComparison.Ordinal))
            {
                Parts[i] = Parts[i].Turned(isOn);
            }
        }
    }
}
