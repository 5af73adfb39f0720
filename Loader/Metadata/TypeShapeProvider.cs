using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace PluginFramework.Loader.Metadata;

/// <summary>Turns signatures and attribute blobs of one assembly into <see cref="TypeShape"/>s.</summary>
internal sealed class TypeShapeProvider(ImageFile file, PluginFolder? folder)
    : ISignatureTypeProvider<TypeShape, object?>, ICustomAttributeTypeProvider<TypeShape>
{
    private const string CoreLibrary = "System.Private.CoreLib";

    public TypeShape GetPrimitiveType(PrimitiveTypeCode typeCode) => new("System." + typeCode, CoreLibrary);

    public TypeShape GetSystemType() => new("System.Type", CoreLibrary);

    public bool IsSystemType(TypeShape type) => type.Definition == "System.Type";

    public TypeShape GetSZArrayType(TypeShape elementType) => new("", "", [], elementType);

    public TypeShape GetArrayType(TypeShape elementType, ArrayShape shape) => new("", "", [], elementType);

    public TypeShape GetByReferenceType(TypeShape elementType) => new(elementType.Name + "&", elementType.Assembly);

    public TypeShape GetPointerType(TypeShape elementType) => new(elementType.Name + "*", elementType.Assembly);

    public TypeShape GetPinnedType(TypeShape elementType) => elementType;

    public TypeShape GetFunctionPointerType(MethodSignature<TypeShape> signature) =>
        new($"method {signature.ReturnType}({string.Join(",", signature.ParameterTypes)})", CoreLibrary);

    public TypeShape GetGenericMethodParameter(object? genericContext, int index) => new("!!" + index, "");

    public TypeShape GetGenericTypeParameter(object? genericContext, int index) => new("!" + index, "");

    public TypeShape GetGenericInstantiation(TypeShape genericType, ImmutableArray<TypeShape> typeArguments) =>
        genericType with { Arguments = typeArguments };

    // An init accessor differs from a set accessor by such a modifier only.
    public TypeShape GetModifiedType(TypeShape modifier, TypeShape unmodifiedType, bool isRequired) =>
        isRequired ? new($"{unmodifiedType.Name} modreq({modifier.Name})", unmodifiedType.Assembly) : unmodifiedType;

    public TypeShape GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public TypeShape GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        new(file.NameOf(handle), file.Name);

    public TypeShape GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => file.ShapeOf(handle);

    public TypeShape GetTypeFromSerializedName(string name) =>
        TypeName.TryParse(name, out var parsed) ? FromName(parsed) : throw new BadImageFormatException($"'{name}' is no type name.");

    public PrimitiveTypeCode GetUnderlyingEnumType(TypeShape type)
    {
        if (HostAssemblies.FindType(type.Assembly, type.Definition) is { IsEnum: true } host)
            return Enum.Parse<PrimitiveTypeCode>(host.GetEnumUnderlyingType().Name);
        return folder?.FindType(type) is (var assembly, var handle) ? UnderlyingType(assembly, handle) : PrimitiveTypeCode.Int32;
    }

    private PrimitiveTypeCode UnderlyingType(ImageFile assembly, TypeDefinitionHandle handle)
    {
        foreach (var fieldHandle in assembly.Reader.GetTypeDefinition(handle).GetFields())
        {
            var field = assembly.Reader.GetFieldDefinition(fieldHandle);
            if ((field.Attributes & System.Reflection.FieldAttributes.Static) != 0) continue;
            var type = field.DecodeSignature(new TypeShapeProvider(assembly, folder), null).Definition;
            return Enum.Parse<PrimitiveTypeCode>(type["System.".Length..]);
        }
        throw new BadImageFormatException($"The enumeration {assembly.NameOf(handle)} has no value.");
    }

    private TypeShape FromName(TypeName name)
    {
        if (name.IsArray) return new("", "", [], FromName(name.GetElementType()));
        if (name.IsConstructedGenericType)
        {
            var definition = FromName(name.GetGenericTypeDefinition());
            return definition with { Arguments = [.. name.GetGenericArguments().Select(FromName)] };
        }

        // Without an assembly the name means a type of this assembly, or else of the core library.
        var assembly = name.AssemblyName?.Name ?? (file.FindType(name.FullName) is null ? CoreLibrary : file.Name);
        return new(name.FullName, HostAssemblies.DefinerOf(name.FullName, assembly));
    }
}
