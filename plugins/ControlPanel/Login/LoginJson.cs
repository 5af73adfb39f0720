using System.Text.Json.Serialization;

namespace PluginFramework.ControlPanel.Login;

[JsonSerializable(typeof(string[]))]
internal sealed partial class LoginJson : JsonSerializerContext;
