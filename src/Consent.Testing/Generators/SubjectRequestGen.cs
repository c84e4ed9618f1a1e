using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing;

/// <summary>Generates persons' requests: open, extended, answered and refused ones, in time and late.</summary>
public static class SubjectRequestGen
{
    /// <summary>Any number.</summary>
    public static Gen<SubjectRequestNumber> Number() =>
        from high in Gen.Choose(0, int.MaxValue)
        from low in Gen.Choose(1, int.MaxValue)
        select SubjectRequestNumber.FromBits(((UInt128)high << 97) + (UInt128)low);

    /// <summary>Any request.</summary>
    public static Gen<SubjectRequest> Any() =>
        from number in Number()
        from kind in Gen.Elements(Enum.GetValues<SubjectRequestKind>().Where(k => k != SubjectRequestKind.Unknown))
        from received in TimeGen.Near()
        from zone in Gen.Elements(null, TimeZoneInfo.Utc)
        from days in Gen.Elements(0, 3, 27, 40, 120).Two()
        from isExtended in Gen.Elements(true, false)
        from end in Gen.Elements(0, 1, 2, 3)
        from refusal in Gen.Elements(Enum.GetValues<SubjectRequestRefusal>())
        let request = SubjectRequest.Received(number, kind, received, zone)
        let told = received.Plus(TimeSpan.FromDays(days.Item1))
        let at = received.Plus(TimeSpan.FromDays(days.Item2))
        let extended = isExtended ? request.Extend(told, told, zone).Request! : request
        select end switch
        {
            0 => extended,
            1 => extended.Refuse(refusal, at).Request!,
            _ => extended.Answer(at, byErasure: end == 3).Request!,
        };

    /// <summary>What an entry of the log says of one.</summary>
    public static Gen<AuditEntry> Entry() =>
        from request in Any()
        from contact in Gen.Frequency((1, Gen.Constant(default(ContactId))), (3, ChangeGen.Contact()))
        from actor in Gen.Elements(Actor.DataProtectionOfficer("dpo"), Actor.Operator("o"), Actor.ForSelf(ContactId.From("ada")))
        from at in TimeGen.Any()
        from what in Gen.Choose(0, 2)
        from text in TextGen.Stored(200)
        select what switch
        {
            0 => LogEvents.Requested(request, contact, Sha256Digest.OfText(text), actor, new(), at),
            1 => LogEvents.RequestExtended(request, text, actor, new(), at),
            _ => LogEvents.RequestAnswered(request, text, actor, new(), at),
        };
}
