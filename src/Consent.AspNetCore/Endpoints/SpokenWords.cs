using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.AspNetCore;

/// <summary>What codes mean, in the language that the request asks for.</summary>
internal static class SpokenWords
{
    public static Dictionary<string, WordsAnswer> Of(HttpContext http, IEnumerable<ChangeCode> codes)
    {
        var words = http.RequestServices.GetService<ConsentWords>() ?? ConsentWords.Default;
        var language = LanguageOf(http, words);
        return codes.Distinct().ToDictionary(ChangeTable.NameOf, code => words.Of(code, language) is var told ? new WordsAnswer(told.Means, told.WhatToDo) : null!, StringComparer.Ordinal);
    }

    /// <summary>What a decision means, and what to do.</summary>
    public static string Of(HttpContext http, in ConsentDecision decision)
    {
        var words = http.RequestServices.GetService<ConsentWords>() ?? ConsentWords.Default;
        var told = words.Of(decision, LanguageOf(http, words));
        return $"{told.Means} {told.WhatToDo}";
    }

    /// <summary>The first language of the header that there are words in, also without its region; else English.</summary>
    private static string LanguageOf(HttpContext http, ConsentWords words)
    {
        foreach (var range in http.Request.Headers.AcceptLanguage.ToString().Split(',', 16))
        {
            var tag = range.Split(';')[0].Trim();
            if (words.Languages.FirstOrDefault(l => l.Equals(tag, StringComparison.OrdinalIgnoreCase) || l.Equals(tag.Split('-')[0], StringComparison.OrdinalIgnoreCase)) is { } language)
            {
                return language;
            }
        }

        return "en";
    }
}
