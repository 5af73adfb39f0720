using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PluginFramework.Loader.Metadata;

/// <summary>A .NET assembly opened for reading its metadata; nothing of it is loaded. For one thread.</summary>
internal sealed class ImageFile : IDisposable
{
    private readonly PEReader _image;
    private readonly Dictionary<TypeReferenceHandle, TypeShape> _references = [];
    private FrozenDictionary<string, TypeDefinitionHandle>? _types;

    private ImageFile(string path, PEReader image)
    {
        Path = path;
        _image = image;
        Reader = image.GetMetadataReader();
        var definition = Reader.GetAssemblyDefinition();
        Name = Reader.GetString(definition.Name);
        Version = definition.Version;
    }

    public string Path { get; }

    public MetadataReader Reader { get; }

    /// <summary>The simple name.</summary>
    public string Name { get; }

    public Version Version { get; }

    /// <summary>The identity of the build.</summary>
    public Guid Mvid => Reader.GetGuid(Reader.GetModuleDefinition().Mvid);

    public string FileName => System.IO.Path.GetFileName(Path);

    /// <exception cref="BadImageFormatException">It is not a whole .NET assembly; the message says in which way, and names the file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ImageFile Open(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        PEReader? image = null;
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 4096);
            image = new PEReader(stream);
            var length = stream.Length;
            var shape = AssemblyImage.Examine(image, length);
            if (shape is not null) throw new BadImageFormatException($"{name} {shape}");
            var file = new ImageFile(path, image);
            image = null;
            return file;
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new BadImageFormatException($"{name} is damaged: its metadata cannot be read. Copy it again.", exception);
        }
        finally
        {
            image?.Dispose();
        }
    }

    public IEnumerable<(string Name, Version Version)> References()
    {
        foreach (var handle in Reader.AssemblyReferences)
        {
            var reference = Reader.GetAssemblyReference(handle);
            yield return (Reader.GetString(reference.Name), reference.Version);
        }
    }

    public bool HasReference(string name)
    {
        foreach (var handle in Reader.AssemblyReferences)
        {
            if (Reader.StringComparer.Equals(Reader.GetAssemblyReference(handle).Name, name)) return true;
        }
        return false;
    }

    /// <summary>The full name of a type defined here, nested types with <c>+</c>.</summary>
    public string NameOf(TypeDefinitionHandle handle)
    {
        var type = Reader.GetTypeDefinition(handle);
        var name = Reader.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer) return $"{NameOf(outer)}+{name}";
        return type.Namespace.IsNil ? name : $"{Reader.GetString(type.Namespace)}.{name}";
    }

    /// <summary>A referenced type.</summary>
    public TypeShape ShapeOf(TypeReferenceHandle handle)
    {
        if (_references.TryGetValue(handle, out var known)) return known;
        var reference = Reader.GetTypeReference(handle);
        var name = Reader.GetString(reference.Name);
        if (!reference.Namespace.IsNil) name = $"{Reader.GetString(reference.Namespace)}.{name}";
        var shape = reference.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference when ShapeOf((TypeReferenceHandle)reference.ResolutionScope) is var outer =>
                new TypeShape($"{outer.Definition}+{name}", outer.Assembly),
            HandleKind.AssemblyReference => new TypeShape(name, HostAssemblies.DefinerOf(name,
                Reader.GetString(Reader.GetAssemblyReference((AssemblyReferenceHandle)reference.ResolutionScope).Name))),
            _ => new TypeShape(name, Name),
        };
        return _references[handle] = shape;
    }

    public TypeDefinitionHandle? FindType(string fullName)
    {
        _types ??= Reader.TypeDefinitions
            .GroupBy(NameOf, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        return _types.TryGetValue(fullName, out var handle) ? handle : null;
    }

    /// <summary>The type of an attribute.</summary>
    public TypeShape TypeOf(CustomAttribute attribute)
    {
        var parent = attribute.Constructor.Kind switch
        {
            HandleKind.MemberReference => Reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent,
            HandleKind.MethodDefinition => Reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType(),
            _ => throw new BadImageFormatException($"{FileName}: an attribute has no constructor."),
        };
        return ShapeOf(parent, null);
    }

    /// <summary>A type by any handle that can stand for one.</summary>
    public TypeShape ShapeOf(EntityHandle handle, PluginFolder? folder) => handle.Kind switch
    {
        HandleKind.TypeReference => ShapeOf((TypeReferenceHandle)handle),
        HandleKind.TypeDefinition => new TypeShape(NameOf((TypeDefinitionHandle)handle), Name),
        HandleKind.TypeSpecification => Reader.GetTypeSpecification((TypeSpecificationHandle)handle)
            .DecodeSignature(new TypeShapeProvider(this, folder), null),
        _ => throw new BadImageFormatException($"{FileName}: {handle.Kind} stands where a type should."),
    };

    /// <summary>The attributes of the assembly that have that type.</summary>
    public IEnumerable<CustomAttribute> AssemblyAttributes(string assembly, string type) =>
        AttributesOf(Reader.GetAssemblyDefinition().GetCustomAttributes(), assembly, type);

    public IEnumerable<CustomAttribute> AttributesOf(CustomAttributeHandleCollection handles, string assembly, string type) =>
        handles.Select(Reader.GetCustomAttribute).Where(attribute => TypeOf(attribute).Is(assembly, type));

    public CustomAttributeValue<TypeShape> Decode(CustomAttribute attribute, PluginFolder? folder) =>
        attribute.DecodeValue(new TypeShapeProvider(this, folder));

    /// <summary>The first argument of an assembly attribute of the framework, such as the target framework.</summary>
    public string? AssemblyAttributeText(string type)
    {
        foreach (var handle in Reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = Reader.GetCustomAttribute(handle);
            if (TypeOf(attribute).Definition != type) continue;
            ImmutableArray<CustomAttributeTypedArgument<TypeShape>> arguments = Decode(attribute, null).FixedArguments;
            return arguments is [{ Value: string text }, ..] ? text : null;
        }
        return null;
    }

    public void Dispose() => _image.Dispose();
}
