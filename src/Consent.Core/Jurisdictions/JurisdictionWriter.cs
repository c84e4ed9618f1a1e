using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using static Consent.JurisdictionJson;

namespace Consent;

/// <summary>Writes a jurisdiction; what is as unless said otherwise is left out.</summary>
internal static class JurisdictionWriter
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Jurisdiction law)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_options))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("name", law.Name);
            json.WriteString("code", law.Code);
            json.WriteString("version", law.Version);
            if (law.MinorAge is { } age)
            {
                json.WriteNumber("minorAge", age);
            }
            else
            {
                json.WriteNull("minorAge");
            }

            json.WriteBoolean("reviewLegacyConsent", law.ReviewsLegacyConsent);
            json.WriteBoolean("objectionOutdatesConsent", law.ObjectionOutdatesConsent);
            json.WriteBoolean("refusalBlocksCustomerException", law.RefusalBlocksCustomerException);
            json.WriteStartArray("parts");
            foreach (var part in law.Parts)
            {
                Write(json, part);
            }

            json.WriteEndArray();
            json.WriteStartObject("citations");
            foreach (var (code, citation) in law.Citations)
            {
                json.WriteStartObject(DecisionTable.NameOf(code));
                json.WriteString("source", citation.Source);
                json.WriteString("mark", LetterOf(citation.Mark));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, LawPart part)
    {
        json.WriteStartObject();
        json.WriteString("part", NameOf(part.Kind));
        WriteContent(json, part);
        WriteScope(json, part.Scope);
        if (part.Citation != Citation.None)
        {
            json.WriteString("source", part.Citation.Source);
            json.WriteString("mark", LetterOf(part.Citation.Mark));
        }

        if (part.Setting is { } setting)
        {
            json.WriteString("setting", setting);
            json.WriteBoolean("on", part.IsOn);
        }

        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, LawPart part)
    {
        switch (part)
        {
            case RulePart rule:
                json.WriteString("rule", NameOf(rule.Rule));
                WriteText(json, "group", rule.Group);
                WriteNames(json, "conditions", rule.Conditions.Select(NameOf));
                WriteNumber(json, "recentMonths", rule.RecentMonths);
                WriteNames(json, "obligations", In(rule.Obligations).Select(NameOf));
                break;
            case CustomerExceptionPart exception:
                WriteNames(json, "sales", In<SaleKind>(exception.Sales).Select(NameOf));
                WriteNumber(json, "longestAgeMonths", exception.LongestAgeMonths);
                WriteNames(json, "obligations", In(exception.Obligations).Select(NameOf));
                break;
            case ListPart list:
                Write(json, list.Terms);
                break;
            case ExtensionPart extension:
                json.WriteString("fromGroup", extension.FromGroup.ToString());
                json.WriteString("toGroup", extension.ToGroup.ToString());
                if (extension.Kind == LawPartKind.ConsentExtends)
                {
                    json.WriteBoolean("needsAll", extension.NeedsAll);
                }

                break;
            case DoubleOptInPart doubleOptIn:
                WriteNames(json, "methods", doubleOptIn.Terms.Methods);
                if (doubleOptIn.Terms.Since > Timestamp.MinValue)
                {
                    json.WriteString("since", doubleOptIn.Terms.Since.ToString(null, null));
                }

                json.WriteNumber("endsAfterSeconds", (long)doubleOptIn.Terms.EndsAfter.TotalSeconds);
                break;
            case ValidityPart validity:
                json.WriteNumber("months", validity.Months);
                json.WriteBoolean("fromActivity", validity.IsFromActivity);
                break;
            case ProofPart proof:
                WriteNames(json, "methods", proof.Methods);
                WriteNames(json, "needs", In(proof.Needs).Select(NameOf));
                break;
            case ProofKeptPart kept:
                json.WriteNumber("months", kept.Months);
                json.WriteString("countedFrom", NameOf(kept.CountedFrom));
                break;
            case AskingPart asking:
                WriteNumber(json, "afterNoMonths", asking.Terms.AfterNoMonths);
                WriteNumber(json, "afterPutOffMonths", asking.Terms.AfterPutOffMonths);
                WriteNumber(json, "renewableMonths", asking.Terms.RenewableMonths);
                break;
            case ObligationPart obligation:
                WriteNames(json, "obligations", In(obligation.Obligations).Select(NameOf));
                break;
            default:
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, ListTerms terms)
    {
        json.WriteString("name", terms.Name);
        if (!terms.CheckHoldsDays.IsEmpty)
        {
            json.WriteStartObject("checkHoldsDays");
            foreach (var (channel, days) in terms.CheckHoldsDays)
            {
                json.WriteNumber(channel == Channel.None ? "default" : NameOf(channel), days);
            }

            json.WriteEndObject();
        }

        if (terms.GraceDays > 0)
        {
            json.WriteNumber("graceDays", terms.GraceDays);
        }

        json.WriteString("passes", NameOf(terms.Passes));
        WriteTrue(json, "renewalCounts", terms.RenewalCounts);
        WriteNames(json, "directoryOnly", In<Channel>(terms.DirectoryOnly).Select(NameOf));
        WriteTrue(json, "blocksTransfers", terms.BlocksTransfers);
        WriteNumber(json, "contractEndedDays", terms.ContractEndedDays);
    }

    private static void WriteScope(Utf8JsonWriter json, LawScope scope)
    {
        WriteNames(json, "channels", In<Channel>(scope.Channels).Select(NameOf));
        WriteNames(json, "operations", In<Operation>(scope.Operations).Select(NameOf));
        if (scope.Kinds != LawScope.AllKinds)
        {
            WriteNames(json, "kinds", In<SubscriberKind>(scope.Kinds).Select(NameOf));
        }

        WriteNames(json, "sectors", scope.Sectors.Select(s => s.Name));
        WriteNames(json, "notSectors", scope.NotSectors.Select(s => s.Name));
        WriteText(json, "from", scope.From?.ToString(null, null));
        WriteText(json, "until", scope.Until?.ToString(null, null));
    }

    private static void WriteNames(Utf8JsonWriter json, string property, IEnumerable<string> names)
    {
        var isOpen = false;
        foreach (var name in names)
        {
            if (!isOpen)
            {
                json.WriteStartArray(property);
                isOpen = true;
            }

            json.WriteStringValue(name);
        }

        if (isOpen)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteText(Utf8JsonWriter json, string property, string? text)
    {
        if (text is not null)
        {
            json.WriteString(property, text);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string property, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(property, value);
        }
    }

    private static void WriteTrue(Utf8JsonWriter json, string property, bool value)
    {
        if (value)
        {
            json.WriteBoolean(property, true);
        }
    }
}
