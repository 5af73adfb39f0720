using Microsoft.AspNetCore.Http;
using PluginFramework.ControlPanel.Pages;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Login;

/// <summary>A step of the login: the fields it asks for, and what comes of them.</summary>
internal interface ILoginStep
{
    /// <summary>Tells it from the other steps when its form comes back.</summary>
    string Name { get; }

    /// <summary>What the button says.</summary>
    string Label { get; }

    /// <param name="html">Where the fields go.</param>
    /// <param name="posted">What was sent before; <see langword="null"/> at first.</param>
    /// <param name="problem">What was wrong with it.</param>
    void WriteFields(HtmlWriter html, IFormCollection? posted, string? problem);

    Task<LoginOutcome> TakeAsync(PanelRequest request, IFormCollection posted);
}
