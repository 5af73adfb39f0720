using PluginFramework.Chat;
using PluginFramework.Plugins;

[assembly: Plugin("chat",
    Title = "Chat network",
    Description = "People, presence, rooms, direct and offline messages, shared by every chat protocol.",
    Options = typeof(ChatOptions))]
