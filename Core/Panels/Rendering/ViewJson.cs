using System.Text.Json;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>
/// Views as JSON that scripts can read as it is and that reads back as the same view. Text that is no valid UTF-16 does not: JSON has no
/// form for it, and each stray half of a surrogate pair becomes U+FFFD.
/// </summary>
internal static class ViewJson
{
    /// <summary>How deep groups may be nested: well inside what JSON readers take.</summary>
    public const int MaxDepth = 16;

    /// <summary>Stands in the place of what is nested deeper than <see cref="MaxDepth"/>.</summary>
    public static View.Error TooDeep { get; } = new($"The rest is nested in more than {MaxDepth} groups and is left out.");

    public static void Write(Utf8JsonWriter writer, View view) => Write(writer, view, 0);

    /// <exception cref="JsonException">It is none; the message says what is wrong.</exception>
    public static View Read(JsonElement json) => Read(json, 0);

    private static void Write(Utf8JsonWriter writer, View view, int depth)
    {
        if (depth == MaxDepth && view is View.Group) view = TooDeep;
        writer.WriteStartObject();
        writer.WriteString("type", TypeOf(view));
        writer.WriteOptional("title", view.Title);
        switch (view)
        {
            case View.Text text:
                writer.WriteString("content", text.Content);
                break;
            case View.Fields fields:
                writer.WriteArray("fields", fields.Items, PartJson.WriteField);
                break;
            case View.Table table:
                TableJson.WriteMembers(writer, table);
                break;
            case View.Form form:
                writer.WriteString("act", form.Act);
                ValueJson.WriteMembers(writer, "values", form.Values);
                break;
            case View.Acts acts:
                writer.WriteArray("acts", acts.Items, PartJson.WriteAct);
                break;
            case View.Progress progress:
                writer.WriteString("label", progress.Label);
                writer.WriteOptional("fraction", progress.Fraction);
                break;
            case View.Log log:
                writer.WriteArray("lines", log.Lines, PartJson.WriteLine);
                writer.WriteOptional("next", log.Next);
                break;
            case View.Graph graph:
                writer.WriteArray("nodes", graph.Nodes, PartJson.WriteNode);
                writer.WriteArray("edges", graph.Edges, PartJson.WriteEdge);
                break;
            case View.Group group:
                writer.WriteArray("items", group.Items, (to, item) => Write(to, item, depth + 1));
                break;
            case View.Error error:
                writer.WriteString("message", error.Message);
                writer.WriteOptional("remedy", error.Remedy);
                break;
        }

        writer.WriteEndObject();
    }

    private static View Read(JsonElement json, int depth)
    {
        if (depth > MaxDepth) throw new JsonException($"Views are nested in more than {MaxDepth} groups.");
        View view = json.GetText("type") switch
        {
            "text" => new View.Text(json.GetText("content")),
            "fields" => new View.Fields(json.GetArray("fields", PartJson.ReadField)),
            "table" => TableJson.Read(json),
            "form" => new View.Form(json.GetText("act")) { Values = ValueJson.ReadMembers(json, "values") },
            "acts" => new View.Acts(json.GetArray("acts", PartJson.ReadAct)),
            "progress" => new View.Progress(json.GetText("label"), json.FindNumber("fraction")),
            "log" => new View.Log(json.GetArray("lines", PartJson.ReadLine)) { Next = json.FindText("next") },
            "graph" => new View.Graph(json.GetArray("nodes", PartJson.ReadNode), json.GetArray("edges", PartJson.ReadEdge)),
            "group" => new View.Group(json.GetArray("items", item => Read(item, depth + 1))),
            "error" => new View.Error(json.GetText("message"), json.FindText("remedy")),
            var other => throw new JsonException($"There is no type of view '{other}'."),
        };
        return json.FindText("title") is { } title ? view with { Title = title } : view;
    }

    private static string TypeOf(View view) => view switch
    {
        View.Text => "text",
        View.Fields => "fields",
        View.Table => "table",
        View.Form => "form",
        View.Acts => "acts",
        View.Progress => "progress",
        View.Log => "log",
        View.Graph => "graph",
        View.Group => "group",
        _ => "error",
    };
}
