using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.Loader;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Contexts;

/// <summary>The static fields from which things are commonly held: those of all that is not the framework, and the framework's well-known ones.</summary>
internal static class StaticRoots
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // Where the framework keeps timers, events, listeners and caches.
    private static readonly string[] FrameworkTypes =
    [
        "System.Threading.TimerQueue",
        "System.AppContext",
        "System.AppDomain",
        "System.Runtime.Loader.AssemblyLoadContext",
        "System.Threading.Tasks.TaskScheduler",
        "System.Console, System.Console",
        "System.Diagnostics.DiagnosticListener, System.Diagnostics.DiagnosticSource",
        "System.Diagnostics.ActivitySource, System.Diagnostics.DiagnosticSource",
        "System.Diagnostics.Metrics.MeterListener, System.Diagnostics.DiagnosticSource",
        "System.Diagnostics.Metrics.Meter, System.Diagnostics.DiagnosticSource",
        "System.Net.NetworkInformation.NetworkChange, System.Net.NetworkInformation",
        "System.Text.Json.JsonSerializerOptions, System.Text.Json",
        "System.ComponentModel.TypeDescriptor, System.ComponentModel.TypeConverter",
    ];

    /// <summary>The objects in static fields, and what to call each field.</summary>
    public static IEnumerable<(string Label, object Value)> Find(AssemblyLoadContext except)
    {
        foreach (var type in AssemblyLoadContext.All.Where(context => context != except)
            .SelectMany(context => context.Assemblies).Where(assembly => !assembly.IsDynamic && !IsFramework(assembly)).SelectMany(TypesWithStatics)
            .Concat(FrameworkTypes.Select(name => Type.GetType(name)).OfType<Type>()))
        {
            if (type.ContainsGenericParameters || !TypeInitialization.AllowsReading(type)) continue;
            foreach (var field in type.GetFields(Statics))
            {
                if (field.IsLiteral || !ObjectFields.CanHold(field.FieldType) || field.IsDefined(typeof(ThreadStaticAttribute))) continue;
                if (field.GetValue(null) is { } value) yield return ($"static {type.FullName}.{NameOf(field)}", value);
            }
        }
    }

    // The field behind a property is named <Property>k__BackingField.
    private static string NameOf(FieldInfo field) => field.Name.StartsWith('<') ? field.Name[1..].Split('>')[0] : field.Name;

    private static bool IsFramework(Assembly assembly) =>
        assembly.GetName().Name is { } name && HostAssemblies.Provides(name) && name != HostAssemblies.Contracts;

    // Asked of metadata, for having the runtime make every type of a big library costs memory that never comes back.
    private static unsafe List<Type> TypesWithStatics(Assembly assembly)
    {
        List<Type> types = [];
        if (!assembly.TryGetRawMetadata(out var blob, out var length)) return types;
        var reader = new MetadataReader(blob, length);
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            // Generic types have statics for each use, and the compiler's own hold its cached delegates.
            if (type.GetGenericParameters().Count > 0 || reader.GetString(type.Name).StartsWith("<>", StringComparison.Ordinal)) continue;
            const FieldAttributes kind = FieldAttributes.Static | FieldAttributes.Literal | FieldAttributes.HasFieldRVA;
            if (!type.GetFields().Any(field => (reader.GetFieldDefinition(field).Attributes & kind) == FieldAttributes.Static)) continue;
            try
            {
                types.Add(assembly.ManifestModule.ResolveType(MetadataTokens.GetToken(handle)));
            }
            catch (Exception exception) when (exception is TypeLoadException or IOException or BadImageFormatException)
            {
                // A type that cannot be loaded has never been used, so it holds nothing.
            }
        }
        return types;
    }
}
