using System.Text;
using System.Xml;

namespace PgMigrate.Engine.Reports;

/// <summary>Text for XML and HTML.</summary>
internal static class XmlText
{
    /// <summary>The text, with a box in the place of each sign that XML can't hold (XML 1.0, section 2.2), such as U+0000 or half a surrogate pair.</summary>
    public static string Clean(string text)
    {
        if (IsClean(text)) return text;
        var clean = new StringBuilder(text.Length);
        for (var place = 0; place < text.Length; place++)
        {
            if (place + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[place + 1], text[place])) clean.Append(text[place]).Append(text[++place]);
            else clean.Append(XmlConvert.IsXmlChar(text[place]) ? text[place] : '\uFFFD');
        }

        return clean.ToString();
    }

    private static bool IsClean(string text)
    {
        foreach (var letter in text)
        {
            if (!XmlConvert.IsXmlChar(letter)) return false;
        }

        return true;
    }
}
