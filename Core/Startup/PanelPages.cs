using System.Collections.Immutable;
using PluginFramework.Panels;

namespace PluginFramework.Core.Startup;

/// <summary>Reads all the pages of a view.</summary>
internal static class PanelPages
{
    private const int MaxPages = 1000;

    public static async Task<View> ReadAsync(
        ActSession session, string panel, string? subject, ImmutableDictionary<string, ImmutableArray<string>> filters, CancellationToken cancellationToken)
    {
        var view = await session.ViewAsync(panel, subject, filters, null, cancellationToken).ConfigureAwait(false);
        if (view is not View.Table { NextPage: not null } table || filters.ContainsKey("count")) return view;
        var rows = table.Rows.ToBuilder();
        for (var page = 1; page < MaxPages && table.NextPage is { } next; page++)
        {
            if (await session.ViewAsync(panel, subject, filters, next, cancellationToken).ConfigureAwait(false) is not View.Table more) break;
            rows.AddRange(more.Rows);
            table = table with { NextPage = more.NextPage };
        }

        return table with { Rows = rows.ToImmutable() };
    }
}
