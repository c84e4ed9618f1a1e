using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>The slot <c>evidence</c> as JSON. Statements of one change often rest on the same evidence: it is written once, and each statement names its place.</summary>
internal static class EvidencePayload
{
    public static void Write(CanonicalJsonWriter json, EntryEvidence evidence)
    {
        json.StartObject();
        var distinct = new List<Evidence>();
        Span<int> places = evidence.Statements.Length <= 128 ? stackalloc int[evidence.Statements.Length] : new int[evidence.Statements.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = PlaceOf(evidence.Statements[i].Evidence, distinct);
        }

        if (evidence.Asked.Length > 0)
        {
            json.StartArray("asked"u8);
            foreach (var asked in evidence.Asked)
            {
                json.IntegerValue(PlaceOf(asked, distinct));
            }

            json.EndArray();
        }

        json.Member("change"u8, evidence.Change?.Value);
        json.Member("contentSha256"u8, evidence.ContentDigest);
        DocumentPayload.Write(json, evidence.Document);

        if (distinct.Count > 0)
        {
            json.StartArray("evidence"u8);
            distinct.ForEach(e => Write(json, e));
            json.EndArray();
        }

        json.Member("reason"u8, evidence.Reason);
        json.Member("reasonSha256"u8, evidence.ReasonSha256);
        json.Member("rectifies"u8, evidence.Rectifies?.Value);
        if (places.Length > 0)
        {
            json.StartArray("statements"u8);
            for (var i = 0; i < places.Length; i++)
            {
                Write(json, evidence.Statements[i], places[i]);
            }

            json.EndArray();
        }

        json.EndObject();
    }

    public static EntryEvidence Read(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var asked = json.List("asked"u8, (ref place) => place.IntegerValue());
        var change = ReadChange(ref json, "change"u8);
        var content = json.OptionalDigest("contentSha256"u8);
        var document = json.Member("document"u8) ? DocumentPayload.Read(ref json) : null;
        var evidence = json.List("evidence"u8, ReadEvidence);
        var reason = json.OptionalText("reason"u8);
        var reasonSha256 = json.OptionalDigest("reasonSha256"u8);
        var rectifies = ReadChange(ref json, "rectifies"u8);
        var statements = json.List("statements"u8, (ref statement) => ReadStatement(ref statement, evidence));
        foreach (var place in asked)
        {
            _ = place < evidence.Length ? true : throw json.Flaw("is not the place of an evidence");
        }

        json.EndObject();
        return new()
        {
            Change = change,
            ContentDigest = content,
            Document = document,
            Reason = reason,
            ReasonSha256 = reasonSha256,
            Rectifies = rectifies,
            Statements = statements,
            Asked = [.. asked.Select(place => evidence[(int)place])],
        };
    }

    private static ChangeId? ReadChange(ref CanonicalJsonReader json, ReadOnlySpan<byte> name) =>
        json.OptionalText(name) is { } text ? ChangeId.From(text) is var id && string.Equals(id.Value, text, StringComparison.Ordinal) ? id : throw json.Flaw("is no change id") : null;

    private static int PlaceOf(Evidence evidence, List<Evidence> distinct)
    {
        var place = distinct.IndexOf(evidence);
        if (place < 0)
        {
            place = distinct.Count;
            distinct.Add(evidence);
        }

        return place;
    }

    private static void Write(CanonicalJsonWriter json, StatementEvidence statement, int place)
    {
        json.StartObject();
        json.Member("claimed"u8, statement.Claimed?.ToString());
        json.Member("claimedUntil"u8, statement.ClaimedUntil);
        json.Member("evidence"u8, place);
        json.Member("notice"u8, statement.NoticeVersion);
        json.EndObject();
    }

    private static StatementEvidence ReadStatement(ref CanonicalJsonReader json, ImmutableArray<Evidence> evidence)
    {
        json.StartObject();
        var claimed = json.OptionalParsed<Occurrence>("claimed"u8);
        var claimedUntil = json.OptionalTime("claimedUntil"u8);
        var place = json.Integer("evidence"u8);
        var shown = place < evidence.Length ? evidence[(int)place] : throw json.Flaw("is not the place of an evidence");
        var notice = json.OptionalText("notice"u8);
        json.EndObject();
        return new(shown, notice, claimed, claimedUntil);
    }

    private static void Write(CanonicalJsonWriter json, Evidence evidence)
    {
        json.StartObject();
        if (evidence.ActedBy != ActingParty.Unstated)
        {
            json.Code("actedBy"u8, evidence.ActedBy);
        }

        if (evidence.AwaitsConfirmation)
        {
            json.Member("awaits"u8, true);
        }

        if (evidence.IsConfirmed)
        {
            json.Member("confirmed"u8, true);
        }

        json.Member("confirmedPoint"u8, evidence.ConfirmedPoint);
        json.Member("contract"u8, evidence.Contract);
        json.Members("cut"u8, evidence.CutTexts);
        json.Members("details"u8, evidence.Details);
        json.Member("ground"u8, evidence.Ground);
        json.Member("method"u8, evidence.Method);
        json.Member("reference"u8, evidence.Reference);
        json.Member("source"u8, evidence.Source);
        json.Member("textSha256"u8, evidence.TextSha256);
        if (evidence.PersonToldFirst)
        {
            json.Member("toldFirst"u8, true);
        }

        json.EndObject();
    }

    private static Evidence ReadEvidence(ref CanonicalJsonReader json)
    {
        json.StartObject();
        var actedBy = json.OptionalCode<ActingParty>("actedBy"u8) ?? ActingParty.Unstated;
        var awaits = json.OptionalBoolean("awaits"u8) ?? false;
        var isConfirmed = json.OptionalBoolean("confirmed"u8) ?? false;
        var confirmedPoint = json.OptionalDigest("confirmedPoint"u8);
        var contract = json.OptionalText("contract"u8);
        var cut = json.Digests("cut"u8);
        var details = json.Texts("details"u8);
        var ground = json.OptionalText("ground"u8);
        var method = json.OptionalText("method"u8);
        var reference = json.OptionalText("reference"u8);
        var source = json.OptionalText("source"u8);
        var textSha256 = json.OptionalDigest("textSha256"u8);
        var personToldFirst = json.OptionalBoolean("toldFirst"u8) ?? false;
        json.EndObject();
        var read = new Evidence
        {
            ActedBy = actedBy,
            AwaitsConfirmation = awaits,
            IsConfirmed = isConfirmed,
            ConfirmedPoint = confirmedPoint,
            Contract = contract,
            Details = details,
            Ground = ground,
            Method = method,
            Reference = reference,
            Source = source,
            TextSha256 = textSha256,
            PersonToldFirst = personToldFirst,
        };
        read = read.CutTexts.IsEmpty ? read with { CutTexts = cut } : throw json.Flaw("has a text that is never kept as it is");
        return read.CutTexts.Count == cut.Count ? read : throw json.Flaw("has the digest of a text that it never has");
    }
}
