namespace Consent;

/// <summary>The paths of the predefined taxonomy, so that no host has to spell them. A host's own: <c>PurposePath.Parse("marketing.automatic.whatsapp")</c>.</summary>
public static class Purposes
{
    /// <summary>Everything: a restriction or an objection here covers every purpose, also those added later.</summary>
    public static PurposePath All => PurposePath.All;

    /// <summary>Contact for marketing.</summary>
    public static class Marketing
    {
        /// <summary>The whole group, with soft spam, transfers for marketing, and profiling that serves it.</summary>
        public static PurposePath Group { get; } = PurposePath.Parse("marketing");

        /// <summary>By an operator or on paper.</summary>
        public static class Traditional
        {
            /// <summary>The whole group.</summary>
            public static PurposePath Group { get; } = PurposePath.Parse("marketing.traditional");

            /// <summary>A call by an operator.</summary>
            public static PurposePath Phone { get; } = PurposePath.Parse("marketing.traditional.phone");

            /// <summary>Paper mail.</summary>
            public static PurposePath Paper { get; } = PurposePath.Parse("marketing.traditional.paper");
        }

        /// <summary>By automated means: they need prior consent (ePrivacy Directive, art. 13(1)).</summary>
        public static class Automatic
        {
            /// <summary>The whole group.</summary>
            public static PurposePath Group { get; } = PurposePath.Parse("marketing.automatic");

            /// <summary>Text messages.</summary>
            public static PurposePath Sms { get; } = PurposePath.Parse("marketing.automatic.sms");

            /// <summary>Electronic mail.</summary>
            public static PurposePath Email { get; } = PurposePath.Parse("marketing.automatic.email");

            /// <summary>Push notifications.</summary>
            public static PurposePath Push { get; } = PurposePath.Parse("marketing.automatic.push");

            /// <summary>Instant messages.</summary>
            public static PurposePath InstantMessage { get; } = PurposePath.Parse("marketing.automatic.im");

            /// <summary>Calls without an operator.</summary>
            public static PurposePath Phone { get; } = PurposePath.Parse("marketing.automatic.phone");
        }
    }

    /// <summary>Building a picture of the person (GDPR art. 4(4)).</summary>
    public static class Profiling
    {
        /// <summary>The whole group.</summary>
        public static PurposePath Group { get; } = PurposePath.Parse("profiling");

        /// <summary>From what the company knows: purchases, answers, visits.</summary>
        public static PurposePath Classic { get; } = PurposePath.Parse("profiling.classic");

        /// <summary>From online behaviour.</summary>
        public static PurposePath Online { get; } = PurposePath.Parse("profiling.online");
    }

    /// <summary>Offers of own similar products after a sale, without consent, until the person objects (ePrivacy Directive, art. 13(2)).</summary>
    public static class SoftSpam
    {
        /// <summary>The whole group.</summary>
        public static PurposePath Group { get; } = PurposePath.Parse("softSpam");

        /// <summary>By electronic mail.</summary>
        public static PurposePath Email { get; } = PurposePath.Parse("softSpam.email");

        /// <summary>On paper.</summary>
        public static PurposePath Paper { get; } = PurposePath.Parse("softSpam.paper");
    }

    /// <summary>Handing data to others for their own use.</summary>
    public static class ThirdPartyTransfer
    {
        /// <summary>The whole group.</summary>
        public static PurposePath Group { get; } = PurposePath.Parse("thirdPartyTransfer");

        /// <summary>For their profiling.</summary>
        public static PurposePath Profiling { get; } = PurposePath.Parse("thirdPartyTransfer.profiling");

        /// <summary>For their marketing. A named recipient is a purpose below it.</summary>
        public static PurposePath Marketing { get; } = PurposePath.Parse("thirdPartyTransfer.marketing");
    }
}
