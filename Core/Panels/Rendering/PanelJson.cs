using System.Text.Json;
using PluginFramework.Panels;

namespace PluginFramework.Core.Panels.Rendering;

/// <summary>Panels as callers may use them, and what comes of acts, as JSON that reads back as the same.</summary>
internal static class PanelJson
{
    public static void Write(Utf8JsonWriter writer, ActResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("message", result.Message);
        if (result.View is { } view)
        {
            writer.WritePropertyName("view");
            ViewJson.Write(writer, view);
        }

        writer.WriteOptional("tone", PartJson.WordFor(result.Tone));
        writer.WriteOptional("auditDetail", result.AuditDetail);
        writer.WriteEndObject();
    }

    /// <exception cref="JsonException">It is none.</exception>
    public static ActResult ReadResult(JsonElement json) => new(json.GetText("message"))
    {
        View = json.Find("view") is { } view ? ViewJson.Read(view) : null,
        Tone = PartJson.ReadTone(json, "tone"),
        AuditDetail = json.FindText("auditDetail"),
    };

    public static void Write(Utf8JsonWriter writer, PanelDescription panel)
    {
        writer.WriteStartObject();
        writer.WriteString("name", panel.Name);
        writer.WriteString("title", panel.Title);
        writer.WriteOptional("description", panel.Description);
        writer.WriteOptional("plugin", panel.Plugin);
        writer.WriteArray("acts", panel.Acts, Write);
        writer.WriteArray("filters", panel.Filters, Write);
        writer.WriteEndObject();
    }

    /// <exception cref="JsonException">It is none.</exception>
    public static PanelDescription ReadDescription(JsonElement json) => new(
        json.GetText("name"), json.GetText("title"), json.FindText("description"), json.FindText("plugin"), json.GetArray("acts", ReadAct),
        json.GetArray("filters", ReadParameter));

    private static void Write(Utf8JsonWriter writer, PanelAct act)
    {
        writer.WriteStartObject();
        writer.WriteString("name", act.Name);
        writer.WriteString("label", act.Label);
        writer.WriteOptional("description", act.Description);
        writer.WriteArray("parameters", act.Parameters, Write);
        writer.WriteOptional("role", act.Role);
        writer.WriteOptional("confirmation", act.Confirmation);
        writer.WriteFlag("readOnly", act.IsReadOnly);
        writer.WriteFlag("dryRun", act.CanDryRun);
        writer.WriteFlag("auditedBelow", act.IsAuditedBelow);
        writer.WriteEndObject();
    }

    private static PanelAct ReadAct(JsonElement json) => new(json.GetText("name"), json.GetText("label"))
    {
        Description = json.FindText("description"),
        Parameters = json.GetArray("parameters", ReadParameter),
        Role = json.FindText("role"),
        Confirmation = json.FindText("confirmation"),
        IsReadOnly = json.IsSet("readOnly"),
        CanDryRun = json.IsSet("dryRun"),
        IsAuditedBelow = json.IsSet("auditedBelow"),
    };

    private static void Write(Utf8JsonWriter writer, PanelParameter parameter)
    {
        writer.WriteStartObject();
        writer.WriteString("name", parameter.Name);
        writer.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(parameter.Kind.ToString()));
        writer.WriteString("label", parameter.Label);
        writer.WriteOptional("description", parameter.Description);
        writer.WriteOptional("unit", parameter.Unit);
        writer.WriteOptional("minimum", parameter.Minimum);
        writer.WriteOptional("maximum", parameter.Maximum);
        writer.WriteOptional("default", parameter.Default);
        writer.WriteFlag("required", parameter.IsRequired);
        writer.WriteFlag("secret", parameter.IsSecret);
        writer.WriteFlag("list", parameter.IsList);
        if (!parameter.Choices.IsDefaultOrEmpty) writer.WriteArray("choices", parameter.Choices, static (to, choice) => to.WriteStringValue(choice));
        writer.WriteEndObject();
    }

    private static PanelParameter ReadParameter(JsonElement json) => new(
        json.GetText("name"),
        Enum.TryParse<PanelParameterKind>(json.GetText("kind"), ignoreCase: true, out var kind) && Enum.IsDefined(kind)
            ? kind : throw new JsonException($"There is no kind of parameter '{json.GetText("kind")}'."))
    {
        Label = json.GetText("label"),
        Description = json.FindText("description"),
        Unit = json.FindText("unit"),
        Minimum = json.FindNumber("minimum"),
        Maximum = json.FindNumber("maximum"),
        Default = json.FindText("default"),
        IsRequired = json.IsSet("required"),
        IsSecret = json.IsSet("secret"),
        IsList = json.IsSet("list"),
        Choices = json.Find("choices") is null ? [] : json.GetArray("choices", choice => choice.Text()),
    };
}
