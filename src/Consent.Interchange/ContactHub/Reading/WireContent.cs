using System.Collections.Immutable;

namespace Consent.Interchange;

/// <summary>What a document that was read says: all of it, or, where something in it is wrong, its noes.</summary>
internal static class WireContent
{
    /// <summary>All of a document in which nothing is wrong.</summary>
    public static ConsentDocument Whole(in WireReader reader, ContactId contact, ContactHubExport export, WirePlace place, WireTree tree)
    {
        Span<byte> packed = stackalloc byte[tree.WithFlags.Length];
        for (var i = 0; i < packed.Length; i++)
        {
            packed[i] = reader.FlagsOf(tree.WithFlags[i]);
        }

        var notice = reader.Notice;
        var acceptance = notice == default ? null : new NoticeAcceptance(notice.Version ?? WireDocument.Unversioned, notice.Date?.Earliest ?? export.AsOf);
        return new(contact, export.Source, export.AsOf, NodeFlags.FromPacked(tree.Paths.AsSpan(), packed), acceptance, place.In(export))
        {
            IsAcceptanceUndated = acceptance is not null && notice.Date is null,
            Gives = Gives(in reader, export, tree),
            Source = export.ArrivedBy,
            FalseMeans = export.FalseMeans,
        };
    }

    /// <summary>What consents say of a date and notice of their own; what one does not say is as the document says. The document's day is a day of each.</summary>
    private static ImmutableSortedDictionary<PurposePath, DocumentGive> Gives(in WireReader reader, ContactHubExport export, WireTree tree)
    {
        if (reader.OwnNotices is null && reader.Notice.Date?.Day is null)
        {
            return ImmutableSortedDictionary<PurposePath, DocumentGive>.Empty;
        }

        var gives = ImmutableSortedDictionary.CreateBuilder<PurposePath, DocumentGive>();
        if (reader.Notice.Date is { Day: not null } day)
        {
            foreach (var node in tree.WithFlags)
            {
                if (Value(in reader, node, ConsentFlag.Status) == FlagValue.Active)
                {
                    gives[node.Path] = new(day, null);
                }
            }
        }

        foreach (var (node, own) in reader.OwnNotices ?? [])
        {
            gives[tree.Nodes[node].Path] = new(own.Date ?? reader.Notice.Date ?? export.AsOf, own.Version ?? reader.Notice.Version);
        }

        return gives.ToImmutable();
    }

    /// <summary>The noes of a document in which something is wrong; <see langword="null"/> where it has none.</summary>
    public static ConsentDocument? Noes(in WireReader reader, ContactId contact, ContactHubExport export, WirePlace place, WireTree tree)
    {
        var flags = NodeFlags.Empty;
        foreach (var node in tree.Nodes)
        {
            foreach (var flag in Enum.GetValues<ConsentFlag>())
            {
                flags = Value(in reader, node, flag) == No(flag) ? flags.With(node.Path, flag, No(flag)) : flags;
            }
        }

        foreach (var (path, flag) in reader.UnknownNoes ?? [])
        {
            flags = flags.With(path, flag, No(flag));
        }

        return flags.Nodes.IsEmpty ? null : new(contact, export.Source, export.AsOf, flags, null, place.In(export)) { Source = export.ArrivedBy, FalseMeans = export.FalseMeans };
    }

    /// <summary>What such a document says besides, and what is not taken.</summary>
    public static IEnumerable<ContactHubError> LeftOut(in WireReader reader, WirePlace place, bool isCustomer, WireTree tree)
    {
        var errors = new List<ContactHubError>();
        var root = isCustomer ? $"{place.Root}.consents" : place.Root;
        foreach (var node in tree.WithFlags)
        {
            foreach (var flag in Enum.GetValues<ConsentFlag>())
            {
                if (Value(in reader, node, flag) is var value && value != FlagValue.Unset && value != No(flag))
                {
                    errors.Add(new(ContactHubErrorCode.PartlyRead, place.Line, $"{root}{node.PathOnWire}.{WireWriter.NameOf(flag)}", "is left out: of a document with an error only the noes are kept"));
                }
            }
        }

        return errors;
    }

    /// <summary>Where subscriptions say otherwise than the consents beside them.</summary>
    public static ImmutableArray<ContactHubError> Contradictions(in WireReader reader, ReadOnlySpan<byte> bytes, WirePlace place, WireTree tree)
    {
        if (reader.Subscriptions is { SubscribedAt: null, UnsubscribedAt: null })
        {
            return [];
        }

        var (hasYes, hasNo) = (false, false);
        foreach (var node in tree.WithFlags.Where(n => n.IsToContact))
        {
            var isBarred = Value(in reader, node, ConsentFlag.Objection) == FlagValue.Active || Value(in reader, node, ConsentFlag.Restriction) == FlagValue.Active;
            var status = Value(in reader, node, ConsentFlag.Status);
            hasYes |= status == FlagValue.Active && !isBarred;
            hasNo |= status == FlagValue.Inactive || isBarred;
        }

        return (reader.Subscriptions, hasYes, hasNo) switch
        {
            ({ UnsubscribedAt: { } at }, true, _) => [Contradiction(bytes, at, place, "has one that is ended, where a consent beside it is true")],
            ({ SubscribedAt: { } at }, false, true) => [Contradiction(bytes, at, place, "has one that goes on, where the consents beside it say no")],
            _ => [],
        };
    }

    private static ContactHubError Contradiction(ReadOnlySpan<byte> bytes, int at, WirePlace place, string reason) =>
        new(ContactHubErrorCode.SubscriptionContradicts, place.Line + WireFailure.LineEnds(bytes[..at]), $"{place.Root}.base.subscriptions", reason);

    private static FlagValue Value(in WireReader reader, WireNode node, ConsentFlag flag) => (FlagValue)((reader.FlagsOf(node) >> ((int)flag * 2)) & 3);

    private static FlagValue No(ConsentFlag flag) => flag == ConsentFlag.Status ? FlagValue.Inactive : FlagValue.Active;
}
