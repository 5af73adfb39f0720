namespace PluginFramework.Shell.Editing;

/// <summary>What a key comes to.</summary>
internal enum EditorOutcome
{
    /// <summary>Editing goes on.</summary>
    None,

    /// <summary>The line is to be run.</summary>
    Accept,

    /// <summary>The line is dropped.</summary>
    Cancel,

    /// <summary>Nothing comes any more.</summary>
    End,

    /// <summary>Something was typed after which proposals are of use.</summary>
    Suggest,

    /// <summary>Proposals are wanted.</summary>
    Propose,

    /// <summary>The screen is to be cleared.</summary>
    ClearScreen,

    /// <summary>It cannot be done.</summary>
    Bell,
}
