using Microsoft.CodeAnalysis.Text;
using PluginFramework.Plugins;

namespace PluginFramework.Scripting.Packages;

/// <summary>A line at the beginning of an entry that asks for a package: <c>#r "nuget: Acme.Text, 1.2.3"</c>.</summary>
/// <param name="Request">What it asks for.</param>
/// <param name="Start">Where it stands, lines and characters from 0.</param>
/// <param name="Span">The characters it takes.</param>
internal sealed record PackageDirective(PackageRequest Request, LinePosition Start, TextSpan Span);
