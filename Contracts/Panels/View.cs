using System.Collections.Immutable;

namespace PluginFramework.Panels;

/// <summary>
/// What a panel shows: one of the records nested here, and no other. Plain data that crosses any boundary and pins nothing, so that every
/// surface (a terminal, a page, a chat, JSON) renders all of them in its own way.
/// </summary>
public abstract record View
{
    private View()
    {
    }

    /// <summary>A heading; <see langword="null"/>: none.</summary>
    public string? Title { get; init; }

    /// <summary>A paragraph; lines are separated by line feeds.</summary>
    /// <param name="Content">The text.</param>
    public sealed record Text(string Content) : View;

    /// <summary>Named values of one thing.</summary>
    /// <param name="Items">The fields in order; names are unique.</param>
    public sealed record Fields(ImmutableArray<ViewField> Items) : View;

    /// <summary>Things of a kind, a row each.</summary>
    /// <param name="Columns">The columns; ids are unique.</param>
    /// <param name="Rows">The rows, each with as many cells as there are columns.</param>
    public sealed record Table(ImmutableArray<ViewColumn> Columns, ImmutableArray<ViewRow> Rows) : View
    {
        /// <summary>What to say where there is no row.</summary>
        public string? EmptyText { get; init; }

        /// <summary>What to ask for next (<see cref="PanelQuery.After"/>) where there are more rows; <see langword="null"/>: these are all.</summary>
        public string? NextPage { get; init; }
    }

    /// <summary>An act to be filled in. Its parameters are the form.</summary>
    /// <param name="Act">The act of the same panel.</param>
    public sealed record Form(string Act) : View
    {
        /// <summary>What stands in it already, by parameter; secrets never do.</summary>
        public ImmutableDictionary<string, PanelValue> Values { get; init; } = ImmutableDictionary<string, PanelValue>.Empty;
    }

    /// <summary>Acts of the same panel that fit here.</summary>
    /// <param name="Items">The acts in order.</param>
    public sealed record Acts(ImmutableArray<ViewAct> Items) : View;

    /// <summary>How far something is.</summary>
    /// <param name="Label">What.</param>
    /// <param name="Fraction">How much of it is done, 0 to 1; <see langword="null"/>: not known.</param>
    public sealed record Progress(string Label, double? Fraction) : View;

    /// <summary>Lines of a log, oldest first.</summary>
    /// <param name="Lines">The lines.</param>
    public sealed record Log(ImmutableArray<ViewLogLine> Lines) : View
    {
        /// <summary>What to ask for (<see cref="PanelQuery.After"/>) to get the lines that come later; <see langword="null"/>: none will.</summary>
        public string? Next { get; init; }
    }

    /// <summary>Things and what leads from one to another.</summary>
    /// <param name="Nodes">The things; ids are unique.</param>
    /// <param name="Edges">What leads where; both ends are among the nodes.</param>
    public sealed record Graph(ImmutableArray<ViewNode> Nodes, ImmutableArray<ViewEdge> Edges) : View;

    /// <summary>Views one after the other.</summary>
    /// <param name="Items">The views.</param>
    public sealed record Group(ImmutableArray<View> Items) : View;

    /// <summary>Something could not be shown or done.</summary>
    /// <param name="Message">What and why.</param>
    /// <param name="Remedy">What to do next; <see langword="null"/> where nothing is known.</param>
    public sealed record Error(string Message, string? Remedy = null) : View;
}
