namespace Consent.AspNetCore;

/// <summary>What the pages of a double opt-in's link say, in five languages.</summary>
/// <param name="Language">The language's tag.</param>
/// <param name="Title">Above the question.</param>
/// <param name="Question">Before the list of what is confirmed.</param>
/// <param name="Notice">Below the list: that it can be undone, and undoes an earlier no.</param>
/// <param name="Button">On the button.</param>
/// <param name="Done">Once it is on record.</param>
/// <param name="Already">Where this link was followed before.</param>
/// <param name="Ended">Where it is too late.</param>
/// <param name="NoLink">Where the link is none: altered, cut or somebody else's.</param>
/// <param name="Trouble">Where the storage is in trouble.</param>
internal sealed record DoubleOptInTexts(string Language, string Title, string Question, string Notice, string Button, string Done, string Already, string Ended, string NoLink, string Trouble)
{
    private static readonly DoubleOptInTexts[] s_all =
    [
        new("en", "Confirm", "Please confirm that we may contact you for:", "An earlier no to this then no longer counts. You can withdraw at any time. If you did not sign up, close this page: nothing happens.", "Confirm",
            "Thank you, it is confirmed:", "This was confirmed with this link before. What you told us since then counts.", "This link is too old. Please sign up again.",
            "This link does not work: it was cut or altered. Please use the whole link, or sign up again.", "We cannot tell whether that was recorded. Please try again in a minute."),
        new("de", "Best\u00e4tigen", "Bitte best\u00e4tigen Sie, dass wir Sie kontaktieren d\u00fcrfen f\u00fcr:", "Ein fr\u00fcheres Nein dazu gilt dann nicht mehr. Sie k\u00f6nnen jederzeit widerrufen. Wenn Sie sich nicht angemeldet haben, schlie\u00dfen Sie diese Seite: Es geschieht nichts.", "Best\u00e4tigen",
            "Danke, es ist best\u00e4tigt:", "Das wurde mit diesem Link schon best\u00e4tigt. Es gilt, was Sie uns seither gesagt haben.", "Dieser Link ist zu alt. Bitte melden Sie sich noch einmal an.",
            "Dieser Link funktioniert nicht: Er wurde gek\u00fcrzt oder ver\u00e4ndert. Bitte benutzen Sie den ganzen Link, oder melden Sie sich noch einmal an.", "Wir k\u00f6nnen nicht sagen, ob das gespeichert wurde. Bitte versuchen Sie es in einer Minute noch einmal."),
        new("es", "Confirmar", "Confirme que podemos contactarle para:", "Una negativa anterior a ello dejar\u00e1 de contar. Puede retirar su consentimiento en cualquier momento. Si no se ha inscrito, cierre esta p\u00e1gina: no ocurrir\u00e1 nada.", "Confirmar",
            "Gracias, est\u00e1 confirmado:", "Ya se confirm\u00f3 con este enlace. Vale lo que nos haya dicho desde entonces.", "Este enlace es demasiado antiguo. Inscr\u00edbase de nuevo.",
            "Este enlace no funciona: est\u00e1 cortado o modificado. Use el enlace completo o inscr\u00edbase de nuevo.", "No podemos decir si se ha registrado. Int\u00e9ntelo de nuevo dentro de un minuto."),
        new("fr", "Confirmer", "Veuillez confirmer que nous pouvons vous contacter pour\u00a0:", "Un refus ant\u00e9rieur ne comptera alors plus. Vous pouvez retirer votre accord \u00e0 tout moment. Si vous ne vous \u00eates pas inscrit, fermez cette page\u00a0: rien ne se passera.", "Confirmer",
            "Merci, c\u2019est confirm\u00e9\u00a0:", "Cela a d\u00e9j\u00e0 \u00e9t\u00e9 confirm\u00e9 avec ce lien. Ce que vous nous avez dit depuis compte.", "Ce lien est trop ancien. Veuillez vous inscrire de nouveau.",
            "Ce lien ne fonctionne pas\u00a0: il a \u00e9t\u00e9 coup\u00e9 ou modifi\u00e9. Utilisez le lien entier, ou inscrivez-vous de nouveau.", "Nous ne savons pas si cela a \u00e9t\u00e9 enregistr\u00e9. R\u00e9essayez dans une minute."),
        new("it", "Conferma", "Confermi che possiamo contattarla per:", "Un suo precedente no a questo non vale pi\u00f9. Pu\u00f2 revocare in ogni momento. Se non si \u00e8 iscritto, chiuda questa pagina: non succede nulla.", "Conferma",
            "Grazie, \u00e8 confermato:", "\u00c8 gi\u00e0 stato confermato con questo link. Vale quanto ci ha detto da allora.", "Questo link \u00e8 troppo vecchio. Si iscriva di nuovo.",
            "Questo link non funziona: \u00e8 stato tagliato o modificato. Usi il link intero oppure si iscriva di nuovo.", "Non sappiamo dire se sia stato registrato. Riprovi tra un minuto."),
    ];

    /// <summary>Those in the first language of the browser's that there is; else the English ones.</summary>
    /// <param name="acceptLanguage">The browser's header, as it came.</param>
    public static DoubleOptInTexts For(string? acceptLanguage) => LinkPage.In(acceptLanguage, s_all, t => t.Language);
}
