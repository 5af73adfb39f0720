using System.Collections.Immutable;
using PluginFramework.ControlPanel.Views;
using PluginFramework.Panels;

namespace PluginFramework.ControlPanel.Acts;

/// <summary>
/// Which acts are done to the things a view shows. An act's first parameter says to what it is done: it has the name of a column or field, of the panel, or is
/// called <c>id</c> or <c>name</c>. Acts called <c>add</c>, <c>create</c>, <c>new</c> and <c>invite</c> make a thing that is not there yet.
/// </summary>
internal static class RowActs
{
    /// <summary>The parameter that takes a thing of the panel; <see langword="null"/>: it is done to none.</summary>
    public static PanelParameter? ParameterOf(PanelDescription panel, PanelAct act, ImmutableArray<string> names)
    {
        if (IsMaking(act) || act.Parameters.OrEmpty() is not [var first, ..] || first is { IsSecret: true } or { IsList: true }) return null;
        if (first.Kind is not (PanelParameterKind.Text or PanelParameterKind.WholeNumber)) return null;
        return names.Contains(first.Name) || first.Name == panel.Name || first.Name is "id" or "name" ? first : null;
    }

    /// <summary>Whether it asks first because something goes or ends by it; it then looks like it.</summary>
    public static bool IsTaking(PanelAct act) =>
        act is { Confirmation: not null, Name: "remove" or "delete" or "disable" or "kick" or "end" or "end-all" or "revoke" or "clear" or "reset" or "purge" };

    public static bool IsMaking(PanelAct act) => act.Name is "add" or "create" or "new" or "invite" || act.Name.StartsWith("add-", StringComparison.Ordinal);

    /// <summary>The names of what a view's rows and fields hold.</summary>
    public static ImmutableArray<string> NamesIn(View view) => view switch
    {
        View.Table table => [.. table.Columns.OrEmpty().Select(column => column.Name)],
        View.Fields fields => [.. fields.Items.OrEmpty().Select(field => field.Name)],
        View.Group group => [.. group.Items.OrEmpty().Take(1).SelectMany(item => NamesIn(item))],
        _ => [],
    };

    /// <summary>The acts for one row, each with what it is done to.</summary>
    public static ImmutableArray<(PanelAct Act, string Subject)> Of(PanelDescription panel, ImmutableArray<ViewColumn> columns, ViewRow row)
    {
        if (row.Subject is null) return [];
        ImmutableArray<string> names = [.. columns.Select(column => column.Name)];
        var acts = ImmutableArray.CreateBuilder<(PanelAct, string)>();
        foreach (var act in panel.Acts)
        {
            if (ParameterOf(panel, act, names) is not { } parameter) continue;
            var column = names.IndexOf(parameter.Name);
            var subject = column >= 0 && column < row.Cells.OrEmpty().Length ? row.Cells[column].Text : row.Subject;
            if (subject.Length > 0) acts.Add((act, subject));
        }

        return acts.ToImmutable();
    }
}
