using System.Text.Json;

namespace Consent.Interchange;

/// <summary>What a customer's subscriptions say, beside the consents. Nothing else of them is kept.</summary>
internal ref partial struct WireReader
{
    private bool ReadBase()
    {
        if (!_json.Read())
        {
            return CutOff();
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            return Skip();
        }

        while (_json.Read())
        {
            if (_json.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            if (!(Name().SequenceEqual("subscriptions"u8) ? ReadSubscriptions() : SkipNext()))
            {
                return false;
            }
        }

        return CutOff();
    }

    private bool ReadSubscriptions()
    {
        if (!_json.Read())
        {
            return CutOff();
        }

        if (_json.TokenType != JsonTokenType.StartArray)
        {
            return Skip();
        }

        while (_json.Read())
        {
            if (_json.TokenType == JsonTokenType.EndArray)
            {
                return true;
            }

            if (!(_json.TokenType == JsonTokenType.StartObject ? ReadSubscription() : Skip()))
            {
                return false;
            }
        }

        return CutOff();
    }

    /// <summary>One subscription. Those to services and the like are no word about messages.</summary>
    private bool ReadSubscription()
    {
        var isToMessages = true;
        bool? isSubscribed = null;
        var at = 0;
        while (_json.Read())
        {
            if (_json.TokenType == JsonTokenType.EndObject)
            {
                Subscriptions = isToMessages ? Subscriptions.With(isSubscribed, at) : Subscriptions;
                return true;
            }

            var name = Name();
            if (!_json.Read())
            {
                return CutOff();
            }

            if (name.SequenceEqual("subscribed"u8) && _json.TokenType is JsonTokenType.True or JsonTokenType.False)
            {
                isSubscribed = _json.TokenType == JsonTokenType.True;
                at = (int)_json.TokenStartIndex;
            }
            else if (name.SequenceEqual("kind"u8) && _json.TokenType == JsonTokenType.String)
            {
                isToMessages = Name().SequenceEqual("DIGITAL_MESSAGE"u8);
            }

            if (!Skip())
            {
                return false;
            }
        }

        return CutOff();
    }
}
