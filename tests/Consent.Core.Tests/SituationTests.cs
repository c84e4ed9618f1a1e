namespace Consent.Core.Tests;

/// <summary>Legal situations for a lawyer to read (<c>Situations.json</c>, its words in <c>Situations.md</c>), each executed: what was said is recorded on its date, and the question asked.</summary>
public class SituationTests
{
    private static readonly Dictionary<int, Situation> s_situations = Situation.All.ToDictionary(s => s.No);

    public static TheoryData<int, string> Rows => new(s_situations.Values.Select(s => (s.No, s.What)));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Is_decided_as_the_law_has_it(int no, string what)
    {
        var situation = s_situations[no];
        var decision = situation.Decide();
        Assert.True(decision.Outcome == situation.Is && DecisionTable.NameOf(decision.Code) == situation.Code, $"{no}. {what} Wanted {situation.Is} {situation.Code}, and it is {decision.Reason} gap {decision.Gap}");
        Assert.Equal(situation.List, decision.List);
        Assert.Equal([], (situation.Fails ?? []).Except(decision.Failed.Select(DecisionTable.NameOf)));
        if (situation.Obliges is { } obliges)
        {
            Assert.Equal(obliges.Order(StringComparer.Ordinal), ObligationCodes.Of(decision.Obligations).Order(StringComparer.Ordinal));
        }

        if (situation.Cites is { } cites)
        {
            Assert.Contains(cites, decision.Article, StringComparison.Ordinal);
        }

        if (situation.CitesNot is { } not)
        {
            Assert.DoesNotContain(not, decision.Article, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void There_are_enough_of_every_preset_numbered_from_one()
    {
        Assert.InRange(s_situations.Count, 390, int.MaxValue);
        Assert.All(Jurisdiction.Presets, p => Assert.InRange(s_situations.Values.Count(s => s.Under.Contains(p.Name)), 20, int.MaxValue));
        Assert.Equal(Enumerable.Range(1, s_situations.Count), s_situations.Keys.Order());
    }

    [Fact]
    public void Every_setting_of_every_preset_changes_an_answer()
    {
        var missing = new List<string>();
        foreach (var preset in Jurisdiction.Presets)
        {
            var about = s_situations.Values.Where(s => s.Under is [var only] && only == preset.Name).ToList();
            foreach (var setting in preset.Parts.Where(p => p.Setting is not null && p.Kind != LawPartKind.ProofKept).Select(p => (Name: p.Setting!, p.IsOn)).Distinct())
            {
                var changed = about.Where(s => (setting.IsOn ? s.Off : s.On)?.Contains(setting.Name) == true).ToList();
                if (!changed.Exists(s => s.Decide(without: setting.Name) is var d && (d.Outcome, DecisionTable.NameOf(d.Code)) != (s.Is, s.Code)))
                {
                    missing.Add($"{preset.Name}: {setting.Name} {(setting.IsOn ? "off" : "on")}");
                }
            }
        }

        Assert.Equal([], missing);
    }
}
