using System.Collections.Immutable;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace PluginFramework.Daemon.Tests.Security;

/// <summary>A form as it stands on a page, filled in as it is at first.</summary>
/// <param name="Action">Where it is sent, as a path with its query.</param>
/// <param name="IsPost">Sent with POST, or with GET.</param>
/// <param name="Fields">What is sent, the token left out. Of boxes to tick and of choices the first is taken.</param>
internal sealed record WebForm(string Action, bool IsPost, ImmutableArray<(string Name, string Value)> Fields)
{
    /// <summary>The forms of a page; one that has buttons for several addresses is several.</summary>
    public static IEnumerable<WebForm> In(IDocument page)
    {
        foreach (var form in page.QuerySelectorAll<IHtmlFormElement>("form"))
        {
            var isPost = form.Method.Equals("post", StringComparison.OrdinalIgnoreCase);
            ImmutableArray<(string, string)> fields = [.. FieldsOf(form)];
            yield return new(PathOf(form.GetAttribute("action") ?? "", page), isPost, fields);
            foreach (var button in form.QuerySelectorAll("[formaction]")) yield return new(PathOf(button.GetAttribute("formaction")!, page), isPost, fields);
        }
    }

    public static string PathOf(string address, IDocument page) => new Uri(new Uri(page.BaseUri), address).PathAndQuery;

    private static IEnumerable<(string Name, string Value)> FieldsOf(IHtmlFormElement form)
    {
        var ticked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in form.Elements.Where(element => element.GetAttribute("name") is { Length: > 0 } and not "_token"))
        {
            var name = element.GetAttribute("name")!;
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" } box when ticked.Add(name):
                    yield return (name, box.Value);
                    break;
                case IHtmlInputElement { Type: not "checkbox" } input:
                    yield return (name, input.Value);
                    break;
                case IHtmlTextAreaElement area:
                    yield return (name, area.Value);
                    break;
                case IHtmlSelectElement select:
                    yield return (name, select.Options.Select(option => option.Value).FirstOrDefault(value => value.Length > 0) ?? "");
                    break;
            }
        }
    }
}
