using System.Buffers;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace Experiments.Grains;

/// <summary>
/// Reads values of abstract types and interfaces: as the type that the message names. Orleans' own reader takes the abstract type itself
/// for an answer and asks itself again until the stack is full, which ends the process: a few bytes would end a silo.
/// </summary>
internal sealed class AbstractTypeGuard : IGeneralizedCodec
{
    public bool IsSupportedType(Type type) => type.IsInterface || type.IsAbstract;

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, object? value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value is null)
        {
            ReferenceCodec.WriteNullReference(ref writer, fieldIdDelta);
            return;
        }

        writer.Session.CodecProvider.GetCodec(value.GetType()).WriteField(ref writer, fieldIdDelta, expectedType, value);
    }

    /// <exception cref="InvalidDataException">The message names no type that a value can have.</exception>
    public object? ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.IsReference)
        {
            return ReferenceCodec.ReadReference(ref reader, field.FieldType ?? typeof(object));
        }

        if (field.FieldType is not { IsInterface: false, IsAbstract: false } type)
        {
            throw new InvalidDataException("a message has a value of a type that no value has.");
        }

        return reader.Session.CodecProvider.GetCodec(type).ReadValue(ref reader, field);
    }
}
