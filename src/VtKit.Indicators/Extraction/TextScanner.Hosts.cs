namespace VtKit.Indicators;

/// <content>Domains, IP addresses, e-mail addresses, and URLs that have no scheme.</content>
internal ref partial struct TextScanner
{
    /// <summary>Longer than an IPv6 address whose every colon is defanged.</summary>
    private const int MaxIPv6Length = 160;

    private const int MaxLocalLength = 64;
    private const int MaxVersionDistance = 12;

    /// <summary>Reads a domain or an IPv4 address, or a URL that starts with one.</summary>
    private bool TryName(NameChain chain, out int resume)
    {
        resume = chain.WholeEnd;
        var isNumeric = char.IsAsciiDigit(_text[chain.LastLabel]) && char.IsAsciiDigit(_text[chain.Start]);
        var (start, end) = (chain.Start, chain.End);
        if (isNumeric)
        {
            // 192.0.2.1-192.0.2.9
            var dash = _text[start..end].IndexOf('-');
            if (dash >= 0) end = start + dash;
            if ((dash < 0 && chain.Labels != 4) || !IsAddress(chain, end)) return false;
        }
        else
        {
            var last = _text[chain.LastLabel..end];
            if (chain.IsSpoken && !TopLevel.MayBeSpoken(last)) return false;
            if (System.Text.Ascii.IsValid(last) && !TopLevel.IsKnown(last)) return false;
            // _example.com_ is emphasis, _dmarc.example.com a name.
            if (chain.WholeEnd > end) while (_text[start] == '_') start++;
            if (IsInsideEscape(start)) start += 2;
            else if (!chain.IsDefanged && !MayBeDomain(chain, start)) return false;
        }

        var afterPort = EndOfPort(end, out var port);
        if (isNumeric && port is null && TryPrefix(end, 32, out var prefix, out var afterPrefix))
        {
            Add(Indicator.Recognise(chain.Plain(_text, start, end)), start, afterPrefix, null, prefix);
            resume = afterPrefix;
            return true;
        }
        var indicator = isNumeric ? Indicator.Recognise(chain.Plain(_text, start, end)) : Domain(chain, start, end);
        if (indicator is null || indicator.Kind == IndicatorKind.Unknown) return false;
        var hasTail = Peek(afterPort) == '/' || (Peek(afterPort) == '?' && TextCharacters.IsLabel(Peek(afterPort + 1)));
        var tailEnd = hasTail ? EndOfUrl(afterPort, Peek(start - 1)) : afterPort;
        if (tailEnd < 0)
        {
            resume = afterPort + MaxUrlLength;
            return true;
        }
        if (tailEnd > afterPort && Indicator.TryRecognise(chain.Plain(_text, start, tailEnd), out var url) && url.Kind == IndicatorKind.Url)
        {
            Add(url, start, tailEnd);
            resume = tailEnd;
            return true;
        }
        resume = afterPort;
        Add(indicator, start, afterPort, port);
        return true;
    }

    private readonly bool IsAddress(NameChain chain, int end)
    {
        if (chain.IsDefanged) return IpAddress.TryParse(Refanger.Refang(chain.Plain(_text, chain.Start, end)), out _);
        if (!IpAddress.TryParse(_text[chain.Start..end], out _)) return false;
        // Chrome/1.2.3.4, but not /1.2.3.4 and //1.2.3.4
        var before = Peek(chain.Start - 1);
        if (before is '/' && char.IsAsciiLetterOrDigit(Peek(chain.Start - 2))) return false;
        if (before is '\\' && Peek(chain.Start - 2) != '\\') return false;
        // Version="1.2.3.4"
        var near = _text[Math.Max(0, chain.Start - MaxVersionDistance)..chain.Start].TrimEnd(" =:\"'(");
        return !near.EndsWith("version", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a name that is not defanged can be a domain by its case and by what stands around it.</summary>
    private readonly bool MayBeDomain(NameChain chain, int start)
    {
        var last = _text[chain.LastLabel..chain.End];
        if (last.ContainsAnyInRange('A', 'Z') && _text[start..chain.End].ContainsAnyInRange('a', 'z')) return false;
        var isDouble = Peek(start - 1) == Peek(start - 2);
        return Peek(start - 1) switch
        {
            '/' or '\\' => isDouble,
            '@' or '$' => false,
            _ => Peek(chain.WholeEnd) is not ('(' or '='),
        };
    }

    /// <summary>Whether the name starts with the digits of a percent escape: <c>%2Fexample.com</c>.</summary>
    private readonly bool IsInsideEscape(int start) => Peek(start - 1) == '%' && char.IsAsciiHexDigit(Peek(start)) && char.IsAsciiHexDigit(Peek(start + 1));

    private readonly Indicator? Domain(NameChain chain, int start, int end)
    {
        var text = chain.Plain(_text, start, end);
        // With a dot at its end a name is a domain's and no file's.
        var indicator = Indicator.Recognise(_state.Options.FileNamesAreDomains ? text + "." : text);
        if (indicator.Kind != IndicatorKind.Domain || !TopLevel.IsKnown(indicator.Value.AsSpan(indicator.Value.LastIndexOf('.') + 1))) return null;
        return indicator.Text.Length == text.Length ? indicator : new Indicator(IndicatorKind.Domain, text, indicator.Value);
    }

    /// <summary>The end of <c>:8080</c>, also with the colon in brackets.</summary>
    private readonly int EndOfPort(int at, out int? port)
    {
        port = null;
        var colon = Peek(at) == ':' ? 1 : Peek(at) is '[' or '(' or '{' && Refanger.MatchSpelling(_text[at..], out var plain) is > 0 and var length && plain == ':' ? length : 0;
        if (colon == 0) return at;
        var (i, number) = (at + colon, 0);
        for (; i - at - colon < 5 && char.IsAsciiDigit(Peek(i)); i++) number = number * 10 + (_text[i] - '0');
        if (i == at + colon || number > ushort.MaxValue || TextCharacters.IsLabel(Peek(i))) return at;
        port = number;
        return i;
    }

    private readonly bool TryPrefix(int at, int longest, out int prefix, out int end)
    {
        (prefix, end) = (0, at + 1);
        if (Peek(at) != '/') return false;
        for (; end - at <= 3 && char.IsAsciiDigit(Peek(end)); end++) prefix = prefix * 10 + (_text[end] - '0');
        return end > at + 1 && prefix <= longest && !TextCharacters.IsLabel(Peek(end)) && Peek(end) is not ('/' or '?') && !(Peek(end) == '.' && TextCharacters.IsLabel(Peek(end + 1)));
    }

    /// <summary>Reads an IPv6 address. Times, MAC addresses and the names of C++ have its characters, too.</summary>
    private bool TryIPv6(int start, out int resume)
    {
        resume = start;
        if (start < _notIPv6Before || (_text[start] == ':' && start > 0 && TextCharacters.IsLabel(_text[start - 1]))) return false;
        var (end, colons, isDefanged) = (start, 0, false);
        while (end - start < MaxIPv6Length)
        {
            var c = Peek(end);
            var length = 1;
            if (c is '[' or '(' or '{' && Refanger.MatchSpelling(_text[end..], out var plain) is > 2 and var spelled && plain is ':' or '.') (length, c, isDefanged) = (spelled, plain, true);
            else if (!char.IsAsciiHexDigit(c) && c is not (':' or '.')) break;
            if (c == ':') colons++;
            end += length;
        }
        _notIPv6Before = end;
        _state.Steps += end - start;
        if (colons < 2 || TextCharacters.IsLabel(Peek(end))) return false;
        while (_text[end - 1] == '.' || (_text[end - 1] == ':' && _text[end - 2] != ':')) end--;
        var text = Refanger.Refang(_text[start..end].ToString());
        if (!IpAddress.TryParse(text, out _) || !text.AsSpan().ContainsAnyInRange('0', '9')) return false;
        if (!isDefanged && IsFingerprint(text)) return false;

        if (Peek(start - 1) == '[' && Peek(end) == ']' && EndOfPort(end + 1, out var port) is var afterPort && port is not null)
        {
            Add(Indicator.Recognise(text), start - 1, afterPort, port);
            resume = afterPort;
            return true;
        }
        resume = TryPrefix(end, 128, out var prefix, out var afterPrefix) ? afterPrefix : end;
        Add(Indicator.Recognise(_text[start..end].ToString()), start, resume, null, resume == end ? null : prefix);
        return true;
    }

    /// <summary>Eight pairs of digits.</summary>
    private static bool IsFingerprint(string text)
    {
        for (var i = 2; i < text.Length; i += 3)
            if (text[i] != ':') return false;
        return text.Length == 23;
    }

    /// <summary>Reads an e-mail address whose part before the <c>@</c> ends with these labels.</summary>
    private bool TryEmail(NameChain chain, out int resume)
    {
        resume = chain.WholeEnd;
        var localEnd = chain.WholeEnd;
        // bob+news@
        if (Peek(localEnd) == '+') while (localEnd - resume < MaxLocalLength && (char.IsAsciiLetterOrDigit(Peek(localEnd)) || Peek(localEnd) is '.' or '_' or '+' or '-')) localEnd++;
        _state.Steps += localEnd - resume;
        var at = AtLength(localEnd);
        if (at == 0 || !TextCharacters.IsLabel(Peek(localEnd + at))) return false;
        var domain = NameChain.Read(_text, localEnd + at);
        _state.Steps += domain.WholeEnd - domain.Start;
        var last = _text[domain.LastLabel..domain.End];
        if (Peek(localEnd) == ' ' && Peek(localEnd + 1) == 'A' && !domain.IsSpoken) return false;
        if (domain.Labels < 2 || (System.Text.Ascii.IsValid(last) && !TopLevel.IsKnown(last)) || (domain.IsSpoken && !TopLevel.MayBeSpoken(last))) return false;
        if (!DomainName.TryParse(Refanger.Refang(domain.Plain(_text, domain.Start, domain.End)), out var host) || !TopLevel.IsKnown(host.TopLevel)) return false;

        var start = chain.Start;
        var local = Refanger.Refang(chain.Plain(_text, start, localEnd));
        if (local.Length > MaxLocalLength) return false;
        var value = $"{local.ToLowerInvariant()}@{host}";
        Add(new Indicator(IndicatorKind.EmailAddress, _text[start..domain.End].ToString(), value), start, domain.End);
        resume = domain.End;
        return true;
    }

    /// <summary>The length of an <c>@</c>, also spelled and with blanks around it.</summary>
    private readonly int AtLength(int end)
    {
        if (Peek(end) == '@') return 1;
        var blank = Peek(end) == ' ' ? 1 : 0;
        // In capitals, and before a name whose dots are words, too: else it is one of a sentence.
        if (blank == 1 && end < _text.Length && _text[end..].StartsWith(" AT ")) return 4;
        if (Peek(end + blank) is not ('[' or '(' or '{')) return 0;
        var length = Refanger.MatchSpelling(_text[(end + blank)..], out var plain);
        if (length == 0 || plain != '@') return 0;
        return blank + length + (Peek(end + blank + length) == ' ' ? 1 : 0);
    }
}
