namespace Consent.Repository.Tests;

/// <summary>Whatever is written into a log by accident says nothing of a person.</summary>
public class WrittenFormTests
{
    /// <summary>What a generator of the test kit made shows all of it: no person is in it, and a failing case must be read.</summary>
    public static TheoryData<Type> Types => new(PublicTypes.Written.Where(t => !PublicTypes.IsGenerated(t)));

    [Theory]
    [MemberData(nameof(Types))]
    public void No_written_form_shows_a_persons_data(Type type)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            Assert.DoesNotContain(Maker.Mark, Maker.Make(type, seed, marksPersons: true).ToString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void A_persons_data_would_be_found() =>
        Assert.All(new object[] { Maker.Make(typeof(ContactId), 1, true), Maker.Make(typeof(EntrySubject), 1, true), Maker.Make(typeof(EntryActor), 1, true) }, made =>
            Assert.Contains(Maker.Mark, made is ContactId id ? id.Value : made is EntrySubject subject ? subject.Contact.Value : ((EntryActor)made).Id, StringComparison.Ordinal));
}
