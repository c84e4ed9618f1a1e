using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;
using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests.Notices;

/// <summary>A notice has a text in each language, and one meaning.</summary>
public class PublishedNoticeTests
{
    private static readonly Notice s_notice = new Notice("v3", Minute(10)) { IsMaterial = true }.WithText("it", "Vi scriviamo.").WithText("en", "We write to you.");

    public static TheoryData<Notice> OtherMeanings =>
    [
        new Notice("v3", Minute(11)) { IsMaterial = true },
        new Notice("v3", Minute(10)),
        s_notice with { MaterialFor = [Purposes.Marketing.Automatic.Email] },
        s_notice with { SaysAutomatedCoversTraditional = true },
        new Notice("v3", Minute(10)) { IsMaterial = true }.WithText("it", "Vi scriviamo e vi telefoniamo."),
        new Notice("v3", Minute(10)) { IsMaterial = true }.WithText("IT", "Vi telefoniamo.").WithText("fr", "Nous vous écrivons."),
    ];

    [Fact]
    public void An_acceptance_may_be_of_any_of_its_languages_and_of_no_other_text()
    {
        var catalog = new NoticeCatalog([s_notice, new("v2", Minute(0))]);

        Assert.Null(catalog.FlawOf("v3", Sha256Digest.OfText("Vi scriviamo.")));
        Assert.Null(catalog.FlawOf("v3", Sha256Digest.OfText("We write to you.")));
        Assert.Null(catalog.FlawOf("v3", null));
        Assert.Equal(ChangeCode.NoticeTextUnknown, catalog.FlawOf("v3", Sha256Digest.OfText("We call you.")));
        Assert.Equal(ChangeCode.NoticeUnknown, catalog.FlawOf("v1", null));
        Assert.Null(catalog.FlawOf("v2", Sha256Digest.OfText("A text of a version whose texts nobody published.")));
        Assert.Null(NoticeCatalog.Empty.FlawOf("v1", null));
    }

    [Fact]
    public void A_version_published_again_takes_a_further_language()
    {
        var catalog = new NoticeCatalog([s_notice]).With([new Notice("v3", Minute(10)) { IsMaterial = true }.WithText("de", "Wir schreiben Ihnen.")], out var refused);

        Assert.Empty(refused);
        Assert.Equal(["de", "en", "it"], catalog.Find("v3")!.Texts.Select(t => t.Language));
    }

    [Theory]
    [MemberData(nameof(OtherMeanings))]
    public void A_version_published_again_with_another_meaning_is_refused_whole(Notice other)
    {
        var catalog = new NoticeCatalog([s_notice]);

        var after = catalog.With([other], out var refused);

        Assert.Same(catalog, after);
        Assert.Equal([other], refused);
    }

    [Fact]
    public void A_notice_has_one_text_in_a_language() => Assert.Throws<ArgumentException>(() => s_notice.WithText("EN", "We call you."));

    [Law]
    public Property A_notice_comes_back_from_its_entries() => Laws.ForAll(
        from notices in RequestGen.Notices()
        select notices,
        notices =>
        {
            var entries = notices.Notices.SelectMany(n => LogEvents.NoticePublished(n, Actor.PrivacyManager("m"), new(), Minute(0)));
            var read = NoticeCatalog.Empty.With(entries.Select(LogEvents.PublishedNotice), out var refused);
            return refused.IsEmpty && read.Notices.SequenceEqual(notices.Notices) && ReferenceEquals(read, read.With(notices.Notices, out _));
        });
}
