namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>A feed sent more than is taken.</summary>
internal sealed class AnswerTooLongException(long longest) : Exception($"the answer is longer than {longest} bytes");
