namespace Consent.AspNetCore;

/// <summary>What the pages of an unsubscribe link say, in five languages.</summary>
/// <param name="Language">The language's tag.</param>
/// <param name="Title">Above the question.</param>
/// <param name="Question">Before the list of what the link is about.</param>
/// <param name="Button">On the button.</param>
/// <param name="Done">Once the no is on record.</param>
/// <param name="NoLink">Where the link is none: altered, cut or somebody else's.</param>
/// <param name="Trouble">Where the storage is in trouble.</param>
internal sealed record UnsubscribeTexts(string Language, string Title, string Question, string Button, string Done, string NoLink, string Trouble)
{
    private static readonly UnsubscribeTexts[] s_all =
    [
        new("en", "Unsubscribe", "You will no longer be contacted for:", "Unsubscribe", "It is done. You will no longer be contacted for:",
            "This link does not work: it was cut or altered. Please use the whole link from a newer message, or write to the sender.",
            "We cannot tell whether that was recorded. Please try again in a minute."),
        new("de", "Abmelden", "Sie werden nicht mehr kontaktiert f\u00fcr:", "Abmelden", "Erledigt. Sie werden nicht mehr kontaktiert f\u00fcr:",
            "Dieser Link funktioniert nicht: Er wurde gek\u00fcrzt oder ver\u00e4ndert. Bitte benutzen Sie den ganzen Link aus einer neueren Nachricht, oder schreiben Sie dem Absender.",
            "Wir k\u00f6nnen nicht sagen, ob das gespeichert wurde. Bitte versuchen Sie es in einer Minute noch einmal."),
        new("es", "Darse de baja", "Ya no le contactaremos para:", "Darme de baja", "Hecho. Ya no le contactaremos para:",
            "Este enlace no funciona: est\u00e1 cortado o modificado. Use el enlace completo de un mensaje m\u00e1s reciente o escriba al remitente.",
            "No podemos decir si se ha registrado. Int\u00e9ntelo de nuevo dentro de un minuto."),
        new("fr", "Se d\u00e9sabonner", "Vous ne serez plus contact\u00e9 pour\u00a0:", "Me d\u00e9sabonner", "C\u2019est fait. Vous ne serez plus contact\u00e9 pour\u00a0:",
            "Ce lien ne fonctionne pas\u00a0: il a \u00e9t\u00e9 coup\u00e9 ou modifi\u00e9. Utilisez le lien entier d\u2019un message plus r\u00e9cent, ou \u00e9crivez \u00e0 l\u2019exp\u00e9diteur.",
            "Nous ne savons pas si cela a \u00e9t\u00e9 enregistr\u00e9. R\u00e9essayez dans une minute."),
        new("it", "Annulla l\u2019iscrizione", "Non sar\u00e0 pi\u00f9 contattato per:", "Annulla l\u2019iscrizione", "Fatto. Non sar\u00e0 pi\u00f9 contattato per:",
            "Questo link non funziona: \u00e8 stato tagliato o modificato. Usi il link intero di un messaggio pi\u00f9 recente oppure scriva al mittente.",
            "Non sappiamo dire se sia stato registrato. Riprovi tra un minuto."),
    ];

    /// <summary>Those in the first language of the browser's that there is; else the English ones.</summary>
    /// <param name="acceptLanguage">The browser's header, as it came.</param>
    public static UnsubscribeTexts For(string? acceptLanguage) => LinkPage.In(acceptLanguage, s_all, t => t.Language);
}
