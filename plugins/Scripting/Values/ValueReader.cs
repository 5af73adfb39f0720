using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Values;

/// <summary>Copies a value into a tree that holds nothing of it. Within bounds, whatever the value does. For one value.</summary>
/// <remarks>It runs the value's own getters, enumerators and <c>ToString</c>, so it belongs onto the entry's thread.</remarks>
internal sealed class ValueReader(TimeProvider time)
{
    private const int MaxDepth = 4;
    private const int MaxItems = 100;
    private const int MaxMembers = 64;
    private const int MaxNodes = 2000;
    private const int MaxText = 4096;
    private const int MaxTotal = 256 * 1024;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1);

    private readonly long _begin = time.GetTimestamp();
    private readonly HashSet<object> _path = new(ReferenceEqualityComparer.Instance);
    private int _nodes;
    private int _characters;

    private bool IsSpent => _nodes > MaxNodes || _characters > MaxTotal || time.GetElapsedTime(_begin) > MaxTime;

    /// <summary>Reads a value.</summary>
    public PromptValue Read(object? value, int depth = 0)
    {
        if (value is null) return new PromptValue.Scalar("object", "null");
        var type = value.GetType();
        var name = TypeNames.Of(type);
        _nodes++;
        if (ScalarText(value, type) is { } scalar) return new PromptValue.Scalar(name, Count(Cut(scalar)));
        if (IsSpent) return new PromptValue.Elided(name, "…");
        if (!type.IsValueType && !_path.Add(value)) return new PromptValue.Elided(name, "(contains itself)");
        try
        {
            if (depth >= MaxDepth) return new PromptValue.Elided(name, OwnText(value, type) is { Length: > 0 } text ? Count(text) : "…");
            return value is IEnumerable items ? ReadItems(name, items, depth) : ReadMembers(name, value, type, depth);
        }
        finally
        {
            if (!type.IsValueType) _path.Remove(value);
        }
    }

    private PromptValue.Sequence ReadItems(string name, IEnumerable items, int depth)
    {
        var read = ImmutableArray.CreateBuilder<PromptValue>();
        var problem = Try(() =>
        {
            var enumerator = items.GetEnumerator();
            using var disposable = enumerator as IDisposable;
            while (enumerator.MoveNext())
            {
                if (read.Count == MaxItems || IsSpent) return true;
                read.Add(Read(enumerator.Current, depth + 1));
            }

            return false;
        }, out var hasMore);
        if (problem is not null) read.Add(problem);
        return new PromptValue.Sequence(name, read.ToImmutable(), hasMore);
    }

    private PromptValue.Node ReadMembers(string name, object value, Type type, int depth)
    {
        var text = Count(OwnText(value, type));
        var members = ImmutableArray.CreateBuilder<PromptMember>();
        foreach (var (memberName, get) in Members(type).Take(MaxMembers))
        {
            if (IsSpent)
            {
                members.Add(new PromptMember(memberName, new PromptValue.Elided("", "…")));
                break;
            }

            var problem = Try(() => Read(get(value), depth + 1), out var member);
            members.Add(new PromptMember(memberName, problem ?? member ?? new PromptValue.Elided("", "…")));
        }

        return new PromptValue.Node(name, text, members.ToImmutable());
    }

    private static IEnumerable<(string Name, Func<object, object?> Get)> Members(Type type)
    {
        const BindingFlags Flags = BindingFlags.Public | BindingFlags.Instance;
        var fields = type.GetFields(Flags)
            .Where(field => !IsUnreadable(field.FieldType))
            .Select(field => (field.Name, (Func<object, object?>)field.GetValue));
        var properties = type.GetProperties(Flags)
            .Where(property => property.GetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0 && !IsUnreadable(property.PropertyType))
            .Select(property => (property.Name, (Func<object, object?>)(owner =>
                property.GetValue(owner, BindingFlags.DoNotWrapExceptions, binder: null, index: null, culture: null))));
        return properties.Concat(fields).DistinctBy(member => member.Name, StringComparer.Ordinal);
    }

    private static bool IsUnreadable(Type type) => type.IsByRef || type.IsByRefLike || type.IsPointer || type.IsFunctionPointer;

    private static string? ScalarText(object value, Type type) => value switch
    {
        Enum => Enum.IsDefined(type, value) || type.IsDefined(typeof(FlagsAttribute), inherit: false) ? $"{type.Name}.{value}" : $"({type.Name}){value:D}",
        Type named => TypeNames.Of(named),
        string text => SymbolDisplay.FormatPrimitive(text.Length > MaxText ? text[..MaxText] + "…" : text, quoteStrings: true, useHexadecimalNumbers: false),
        bool or char or byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false),
        DateTime or DateTimeOffset => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        nint or nuint or Half or Int128 or UInt128 or TimeSpan or Guid or Version or Uri or System.Net.IPAddress or System.Numerics.BigInteger =>
            Convert.ToString(value, CultureInfo.InvariantCulture),
        Delegate or MemberInfo or Assembly => Cut(value.ToString() ?? ""),
        Pointer => "(pointer)",
        _ => null,
    };

    /// <summary>What a <c>ToString</c> that somebody wrote says; the one of a record says only what the members say, and may never end.</summary>
    private static string OwnText(object value, Type type)
    {
        var method = type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, []);
        if (method is null || method.DeclaringType == typeof(object) || method.DeclaringType == typeof(ValueType)) return "";
        if (method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)) return "";
        return Try(value.ToString, out var text) is { } problem ? problem.Text : Cut(text ?? "");
    }

    /// <summary>Runs code of the value's own. What it throws becomes a value, except what stops the entry.</summary>
    private static PromptValue.Elided? Try<T>(Func<T> read, out T? result)
    {
        try
        {
            result = read();
            return null;
        }
#pragma warning disable CA1031 // A getter may throw anything; that is what is to be shown.
        catch (Exception exception) when (exception is not (OperationCanceledException or ThreadInterruptedException))
#pragma warning restore CA1031
        {
            result = default;
            return new PromptValue.Elided(TypeNames.Of(exception.GetType()), Cut($"threw {TypeNames.Of(exception.GetType())}: {ExceptionText.Message(exception)}"));
        }
    }

    private string Count(string text)
    {
        _characters += text.Length;
        return text;
    }

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";
}
